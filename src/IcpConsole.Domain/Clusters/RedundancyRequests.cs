using IcpConsole.Domain.Access;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Clusters;

/// <summary>
/// Switches a group's high availability. Off brings the users back to their own nodes. Refused
/// where the group has one node, or Cisco Server Recovery Manager does not run on both.
/// </summary>
public sealed record SetHighAvailability(int Group, bool On) : Command<Done>
{
    public override Permission Needs => Permission.ManagePeering;
}

/// <summary>Moves a node's users to its partner.</summary>
public sealed record FailOver(NodeName Node) : Command<Done>
{
    public override Permission Needs => Permission.Operate;
}

/// <summary>
/// Moves the users of a node that has failed over back to it, if it can serve them again.
/// </summary>
public sealed record FallBack(NodeName Node) : Command<Done>
{
    public override Permission Needs => Permission.Operate;
}
