using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Parameters;

/// <summary>
/// Keeps a service's values on a node, all or none; each that is wrong is refused, tied to its
/// parameter.
/// </summary>
public sealed record SaveParameters(
    NodeName Node,
    string Service,
    IReadOnlyDictionary<string, string> Values
) : Command<Done>
{
    public override Permission Needs => Permission.ManagePeering;
}
