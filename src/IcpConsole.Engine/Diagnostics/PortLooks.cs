using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Links;
using IcpConsole.Engine.Peering.Sync;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.Xmpp;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>What a run of the troubleshooter sees of the ports of a peer's nodes.</summary>
internal sealed class PortLooks(ClusterContext cluster, Session session, PeerContact contact)
{
    private readonly NodePorts _ports = new(cluster, session.Peer.Protocol, session.Tls);
    private IReadOnlyList<(NodeName Node, PortReach Port)> _axl = [];
    private IReadOnlyList<(NodeName Node, PortReach Port)> _sip = [];

    /// <summary>AXL on all nodes (the guide, step 2); the publisher has answered already.</summary>
    public async Task AxlAsync(CancellationToken cancellationToken) =>
        _axl = await Task.WhenAll(
            contact
                .Nodes.Where(n => n.Name != session.Peer.Address)
                .Select(async node =>
                {
                    using var connection = session.Connect(node.Name);
                    return (node.Name, await _ports.AxlAsync(connection, cancellationToken));
                })
        );

    public async Task SipAsync(CancellationToken cancellationToken) =>
        _sip = await Task.WhenAll(
            contact.Nodes.Select(async node =>
                (
                    node.Name,
                    await _ports.SipAsync(
                        node.Name,
                        contact.State!.SipFederation,
                        cancellationToken
                    )
                )
            )
        );

    /// <summary>Why each node's router does not listen; null where it does.</summary>
    public async Task<IReadOnlyList<(NodeName Node, Problem? Problem)>> RoutersAsync(
        CancellationToken cancellationToken
    ) =>
        await Task.WhenAll(
            contact.Nodes.Select(async node =>
                (node.Name, await RouterAsync(node.Name, cancellationToken))
            )
        );

    /// <summary>What was not looked at stays as it is known from before.</summary>
    public PeerStatus PutInto(PeerStatus status) =>
        status with
        {
            Nodes = [.. contact.Nodes.Select(n => ReachOf(n.Name, status))],
        };

    private NodeReach ReachOf(NodeName node, PeerStatus status)
    {
        var known = status.Nodes.FirstOrDefault(n => n.Node == node);
        var axl =
            node == session.Peer.Address
                ? new PortReach(AxlSchema.Port, Mark.Check, null, contact.Test.Query)
                : Find(_axl, node) ?? known?.Axl ?? PortReach.NotLookedAt(AxlSchema.Port);
        var sip = Find(_sip, node) ?? known?.Sip ?? PortReach.NotLookedAt(_ports.SipPort);
        return new NodeReach(node, axl, sip, cluster.Time.GetUtcNow());
    }

    private static PortReach? Find(
        IReadOnlyList<(NodeName Node, PortReach Port)> looks,
        NodeName node
    ) => looks.Where(l => l.Node == node).Select(l => l.Port).FirstOrDefault();

    private async Task<Problem?> RouterAsync(
        NodeName node,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var connection = await Dialer.DialAsync(
                cluster,
                cluster.Topology.Publisher,
                node,
                XmppSchema.Port,
                resolved: null,
                cancellationToken
            );
            return null;
        }
        catch (PeerFailureException e)
        {
            return e.Failure.Problem is TcpRefused
                ? new LinkRefused(XmppSchema.Port)
                : e.Failure.Problem;
        }
    }
}
