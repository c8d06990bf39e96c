using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;

namespace IcpConsole.Domain.Peering;

/// <summary>Where a rule of peering that is broken is mended.</summary>
public static class RuleFixes
{
    /// <returns>Null where it is not mended on a page, or on one of a cluster that is not known
    /// yet.</returns>
    public static Fix? For(Problem problem, PeerStatus status)
    {
        Fix here = new(status.Local.Id, FixPlace.Cluster);
        var there = status.RemoteId is { } remote
            ? new Fix(remote, FixPlace.Cluster) { Of = status.Peer.Address }
            : null;
        return problem switch
        {
            DomainDiffers => here with { Field = nameof(ClusterForm.Domain) },
            AddressSchemeDiffers => here with { Field = nameof(ClusterForm.AddressScheme) },
            ReleasesMayNotPeer => here with { Field = nameof(ClusterForm.Release) },
            _ when problem.IsOfPlatformHere() => here with
            {
                Field = nameof(ClusterForm.Platform),
            },
            _ when problem.IsOfPlatformThere() && there is not null => there with
            {
                Field = nameof(ClusterForm.Platform),
            },
            SyncAgentNotFinishedThere when there is not null => there with
            {
                Field = nameof(ClusterForm.DirectoryFile),
            },
            { Field: nameof(PeerForm.Address) } => new Fix(
                status.Local.Id,
                FixPlace.Peer,
                $"{status.Peer.Id}",
                nameof(PeerForm.Address)
            ),
            _ => null,
        };
    }
}
