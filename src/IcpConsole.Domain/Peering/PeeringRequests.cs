using IcpConsole.Domain.Access;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Peering;

/// <summary>Looks at the certificate that a peer's publisher presents now.</summary>
public sealed record LookAtPeer(PeerId Peer) : Query<FirstContact>
{
    public override Permission Needs => Permission.Operate;
}

/// <summary>
/// Keeps a peer entry. A broken rule prevents it; an unreachable peer does not. Until somebody has
/// decided, an address that presents an unknown certificate, or that re-points the entry, is looked
/// at and not kept.
/// </summary>
/// <param name="Peer">The entry to change; null adds one.</param>
/// <param name="Form">As typed.</param>
/// <param name="Decided">Whoever sends it was asked what the first answer brought to light.</param>
/// <param name="Accepted">The certificate that was accepted; null where none was presented.</param>
public sealed record SavePeer(
    PeerId? Peer,
    PeerForm Form,
    bool Decided = false,
    CertificateSummary? Accepted = null
) : Command<SavedPeer>
{
    public override Permission Needs => Permission.ManagePeering;
}

/// <summary>What became of a form.</summary>
/// <param name="Peer">The entry; null where it was not kept, because somebody has to decide
/// first.</param>
/// <param name="Contact">What the look at the address showed; null where nobody looked.</param>
public sealed record SavedPeer(PeerId? Peer, FirstContact? Contact);

/// <summary>Accepts the certificate that a peer saved while unreachable presents now.</summary>
public sealed record AcceptCertificate(PeerId Peer, CertificateSummary Certificate)
    : Command<Done>
{
    public override Permission Needs => Permission.ManagePeering;
}

/// <summary>
/// Takes a certificate that was copied by hand from a node of the peer (the guide, step 7, note).
/// </summary>
/// <param name="Peer">The peer.</param>
/// <param name="Service">Whose trust store it is for.</param>
/// <param name="Node">The node.</param>
/// <param name="File">PEM, DER or PKCS#7.</param>
public sealed record CopyCertificate(
    PeerId Peer,
    string Service,
    NodeName Node,
    ReadOnlyMemory<byte> File
) : Command<Done>
{
    public override Permission Needs => Permission.ManagePeering;
}

/// <summary>
/// Runs a pass now. Its progress shows in the peer's status, and what came of it among the peer's
/// receipts; an entry that is saved or deleted meanwhile cuts it off.
/// </summary>
public sealed record ForceSync(PeerId Peer, ForcedSync Options) : Command<OperationId>
{
    public override Permission Needs =>
        Options is { ResyncTomcatCertificates: false, MayLose: 0 }
            ? Permission.Operate
            : Permission.ManagePeering;
}

/// <summary>
/// What Force Manual Sync would do to the users of a peer now. Nothing is changed; what was fetched
/// for it, the next pass does not fetch again.
/// </summary>
public sealed record PreviewSync(PeerId Peer) : Query<SyncPreview>
{
    /// <summary>The peer is asked for it.</summary>
    public override Permission Needs => Permission.Operate;
}

/// <summary>What a pass would do to the users of a peer.</summary>
/// <param name="Added">Users who are not here yet.</param>
/// <param name="Changed">Users of whom something differs.</param>
/// <param name="Removed">Users whom the peer has no longer.</param>
/// <param name="Users">How many the peer has.</param>
public sealed record SyncPreview(int Added, int Changed, int Removed, int Users);

/// <summary>
/// The last passes over a peer, at most <see cref="SyncReceipt.Shown"/>, the latest first.
/// </summary>
public sealed record FindReceipts(PeerId Peer) : Query<IReadOnlyList<SyncReceipt>>;

/// <summary>
/// Puts back the users that a confirmed removal took away; the next pass holds the removal, and
/// asks again.
/// </summary>
public sealed record UndoRemoval(PeerId Peer) : Command<Done>
{
    public override Permission Needs => Permission.ManagePeering;
}

/// <summary>Removes the entry and everything learned from the peer.</summary>
public sealed record DeletePeer(PeerId Peer) : Command<Done>
{
    public override Permission Needs => Permission.ManagePeering;
}
