using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Certificates;
using IcpConsole.Storage.Certificates;
using IcpConsole.Storage.Peering;

namespace IcpConsole.Engine.Peering;

/// <summary>Builds statuses from what is kept.</summary>
internal static class PeerStatuses
{
    /// <summary>What is still known of a peer when its agent starts, each value with the age it has.</summary>
    public static PeerStatus Restore(StoredPeer stored, PeerTrust trust)
    {
        var progress = stored.Progress;
        return new PeerStatus(
            stored.Peer, null, new SyncState(SyncPhase.Idle, null, null, 0, stored.LastPass),
            progress is { LastSynchronized: { } counted, RemoteAssigned: { } there } ? new AssociatedUsers(progress.Users.Assigned, there, counted) : null,
            progress.LastSynchronized is { } synchronized ? Certificates(stored.Certificates, trust, synchronized) : null,
            progress.LastSynchronized, progress.RemoteId, stored.Nodes);
    }

    public static CertificateStatus Certificates(IReadOnlyList<AnnouncedCertificate> announced, PeerTrust trust, DateTimeOffset at) => new(
        [.. announced.Where(c => c.Service == CertificateStore.Tomcat).OrderBy(c => c.Node).Select(c =>
        {
            var certificate = CertificateReader.SummarizePem(c.Pem);
            return new PeerCertificate(c.Node, certificate, trust.StateOf(c.Node, certificate)) { Kept = trust.For(c.Node) };
        })], at);
}
