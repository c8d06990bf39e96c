using System.Security.Cryptography;
using System.Text;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Parameters;
using IcpConsole.Engine.Users;
using IcpConsole.Protocols.Axl;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Nodes;

/// <summary>
/// What AXL shows as objects: the cluster's nodes and their service parameters. Each node answers
/// for all of them, as their database is one.
/// </summary>
internal sealed partial class AxlObjects(
    ClusterContext cluster,
    IReadOnlyDictionary<NodeName, Guid> ids,
    HostedParameters parameters
)
{
    private readonly ILogger _log = cluster.Loggers.CreateLogger<AxlObjects>();

    /// <exception cref="AxlException">The request is not what the schema says.</exception>
    public IEnumerable<AxlProcessNode> ListNodes(AxlRequest request)
    {
        var search = AxlSearch.Read(request, "name", "description", "processNodeRole");
        return search.Page(
            cluster
                .Topology.Nodes.Select(n => new AxlProcessNode(
                    ids[n.Name],
                    n.Name.Value,
                    "",
                    n.Role == NodeRole.Publisher
                        ? AxlProcessNode.Publisher
                        : AxlProcessNode.Subscriber,
                    AxlProcessNode.ImAndPresence
                ))
                .Where(n =>
                    search.Matches("name", n.Name)
                    && search.Matches("description", n.Description)
                    && search.Matches("processNodeRole", n.Role)
                )
        );
    }

    /// <exception cref="AxlException">The request is not what the schema says.</exception>
    public IEnumerable<AxlServiceParameter> ListParameters(AxlRequest request)
    {
        var search = AxlSearch.Read(request, "processNodeName", "service");
        return search.Page(
            Parameters()
                .Where(p =>
                    search.Matches("processNodeName", p.Node.Value)
                    && search.Matches("service", p.Parameter.Service)
                )
                .Select(p => Read(p.Node, p.Parameter))
        );
    }

    /// <exception cref="AxlException">There is no such parameter.</exception>
    public AxlServiceParameter GetParameter(AxlRequest request)
    {
        var (node, parameter) = Find(request);
        return Read(node, parameter);
    }

    /// <summary>Sets a value as the page does. Without a value it changes nothing.</summary>
    /// <returns>The parameter's id.</returns>
    /// <exception cref="AxlException">There is no such parameter, or it cannot have the
    /// value.</exception>
    public async Task<Guid> UpdateParameterAsync(
        AxlRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (node, parameter) = Find(request);
        if (request.Text("value") is { } value)
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [parameter.Name] = value,
            };
            var saved = await parameters.SaveAsync(
                new SaveParameters(node, parameter.Service, values),
                new Principal(caller.Username),
                cancellationToken
            );
            if (!saved.Succeeded)
            {
                var problem = saved.Problems[0];
                var message =
                    $"Item not valid: The value of {problem.Field ?? parameter.Name} has to be {Wanted(parameter, problem)}.";
                throw new AxlException(AxlError.Fault, message)
                {
                    Code = AxlSchema.ItemNotValid,
                };
            }

            LogChanged(
                _log,
                node.Value,
                parameter.Name,
                LogText.Sanitize(value),
                caller.Username,
                caller.From
            );
        }

        return IdOf(node, parameter);
    }

    private IEnumerable<(NodeName Node, ServiceParameter Parameter)> Parameters() =>
        cluster.Topology.Nodes.SelectMany(n =>
            ParameterCatalogue.All.Select(p => (n.Name, p))
        );

    private (NodeName Node, ServiceParameter Parameter) Find(AxlRequest request)
    {
        if (request.Text("uuid") is { } uuid)
        {
            var id = AxlSchema.ReadUuid(uuid);
            return
                Parameters().FirstOrDefault(p => IdOf(p.Node, p.Parameter) == id)
                    is { Parameter: not null } found
                ? found
                : throw NotFound("ServiceParameter");
        }

        var node = FindNode(request.Find("processNodeName"));
        var (service, name) = (request.Text("service"), request.Text("name"));
        var parameter = ParameterCatalogue.All.FirstOrDefault(p =>
            p.Service == service && p.Name == name
        ) ?? throw NotFound("ServiceParameter");
        return (node, parameter);
    }

    /// <summary>
    /// The node that a reference means: by its id where that is given, otherwise by its name.
    /// </summary>
    private NodeName FindNode(AxlElement? reference)
    {
        var id = AxlSchema.ReadUuid(reference?.Uuid);
        var node =
            reference is null ? null
            : reference.Uuid is null
                ? cluster.Topology.Nodes.FirstOrDefault(n =>
                    string.Equals(
                        n.Name.Value,
                        reference.Text.Trim(),
                        StringComparison.OrdinalIgnoreCase
                    )
                )
            : cluster.Topology.Nodes.FirstOrDefault(n => ids[n.Name] == id);
        return node?.Name ?? throw NotFound("ProcessNode");
    }

    private AxlServiceParameter Read(NodeName node, ServiceParameter parameter) =>
        new(
            IdOf(node, parameter),
            node.Value,
            ids[node],
            parameter.Name,
            parameter.Service,
            cluster.Parameters.Of(node, parameter.Service)[parameter.Name],
            parameter is NumberParameter
                ? AxlServiceParameter.Number
                : AxlServiceParameter.Word
        );

    /// <summary>
    /// Parameters have no row before they are set, so their id is made of what they are (RFC 9562,
    /// section 5.8).
    /// </summary>
    private Guid IdOf(NodeName node, ServiceParameter parameter)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(
            Encoding.UTF8.GetBytes($"{ids[node]}\n{parameter.Service}\n{parameter.Name}"),
            hash
        );
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private static string Wanted(ServiceParameter parameter, Problem problem) =>
        parameter switch
        {
            _ when problem is ParameterAbove above =>
                $"no more than {above.Most}, the maximum",
            NumberParameter number => $"a whole number from {number.Least} to {number.Most}",
            ChoiceParameter choice => $"one of {string.Join(", ", choice.Choices)}",
            _ => $"another ({problem.Code})",
        };

    [LoggerMessage(
        LogLevel.Information,
        "{Node}: {Parameter} was set to {Value} over AXL by {User} from {Address}"
    )]
    private static partial void LogChanged(
        ILogger log,
        string node,
        string parameter,
        string value,
        string user,
        System.Net.IPAddress address
    );

    private static AxlException NotFound(string what) =>
        new(AxlError.Fault, $"Item not valid: The specified {what} was not found")
        {
            Code = AxlSchema.ItemNotValid,
        };
}
