using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Links;
using IcpConsole.Engine.Peering.Wire;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>
/// A peer entry as it was saved, at work: its status, its trust, and what goes on whether or not
/// the Intercluster Sync Agent runs. An entry that is saved again is made anew.
/// </summary>
internal sealed class Session : ISession, IAsyncDisposable
{
    /// <summary>Links that were refused are tried again so often because others are taken.</summary>
    private const int RetriesAtOnce = 10;

    private static readonly TimeSpan s_retriesApart = TimeSpan.FromSeconds(3);

    private readonly ClusterContext _cluster;
    private readonly AxlCredential _credential;
    private readonly Neighbours _neighbours;
    private readonly Lock _ending = new();
    private SessionLoop? _agent;
    private volatile bool _ended;
    private Task? _disposal;
    private readonly AsyncLock _comparing = new();
    private readonly Rate _retries;
    private long _authoritiesRead = -1;

    private Session(
        ClusterContext cluster,
        PeerStatus status,
        AxlCredential credential,
        PeerTls tls,
        Neighbours neighbours
    )
    {
        (_cluster, _credential, _neighbours) = (cluster, credential, neighbours);
        Status = new LiveStatus(status, cluster.Changes);
        (Peer, Tls, Breaker, StartsOver) = (
            status.Peer,
            tls,
            new Breaker(cluster.Time),
            new StartOverLimit(cluster.Time)
        );
        _retries = new Rate(cluster.Time, RetriesAtOnce, s_retriesApart);
        Nodes = new NodeWatch(cluster, this, tls);
        Links = new RouterLinks(cluster, this, tls);
        Links.Follow();
    }

    public Peer Peer { get; }

    public PeerTrust Trust => Tls.Trust;

    public PeerTls Tls { get; }

    /// <summary>
    /// What the peer has to be spared is spared by every agent that follows, so that no account is
    /// locked.
    /// </summary>
    public Breaker Breaker { get; }

    /// <summary>
    /// Topology version with which the peer's authorities were read; null where they are to be read
    /// again.
    /// </summary>
    public long? AuthoritiesRead
    {
        get => Interlocked.Read(ref _authoritiesRead) is >= 0 and var version ? version : null;
        set => Interlocked.Exchange(ref _authoritiesRead, value ?? -1);
    }

    /// <summary>Its users came too slowly the last time for others to wait for them.</summary>
    public bool IsSlow { get; set; }

    /// <summary>How long the last pass waited for its turn.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>How often it may have all of its users fetched anew.</summary>
    public StartOverLimit StartsOver { get; }

    /// <summary>Peers were told that certificates were taken.</summary>
    public bool ToldOfTrust { get; set; }

    public NodeWatch Nodes { get; }

    public RouterLinks Links { get; }

    public LiveStatus Status { get; }

    /// <summary>Null while the Intercluster Sync Agent is stopped.</summary>
    public SessionLoop? Agent => Volatile.Read(ref _agent);

    public static async Task<Session> OpenAsync(
        ClusterContext cluster,
        PeerId id,
        Neighbours neighbours,
        NodeIdentities identities,
        CancellationToken cancellationToken
    )
    {
        var stored = await cluster.Database.Peers.ReadAsync(id, cancellationToken);
        var trust = await PeerTrust.LoadAsync(cluster, id, cancellationToken);
        var credential = await cluster.Database.Peers.CredentialAsync(id, cancellationToken);
        var session = new Session(
            cluster,
            KeptStatus.Restore(cluster, stored, trust),
            credential,
            new PeerTls(trust, identities),
            neighbours
        );
        if (stored.Progress is { GroupsVersion: not null, LastSynchronized: { } synchronized })
            await session.CompareGroupsAsync(synchronized, cancellationToken);
        return session;
    }

    /// <summary>
    /// Holds the enterprise groups of the cluster against those that the peer has told of.
    /// </summary>
    /// <param name="at">When it did, or said that they are the same, UTC.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task CompareGroupsAsync(
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        using var turn = await _comparing.EnterAsync(cancellationToken);
        // In turn, or what was read before the last change could be shown after it.
        var conflicts = await _cluster.Database.Groups.ConflictsAsync(
            Peer.Id,
            at,
            cancellationToken
        );
        Status.Update(s => s with { Groups = conflicts });
    }

    public PeerConnection Connect(NodeName node) => Connect(node, null);

    /// <summary>A connection of its own to one of the peer's nodes.</summary>
    /// <param name="node">The publisher, or another node.</param>
    /// <param name="inPlaceOf">Why the publisher is not asked; null where it is.</param>
    public PeerConnection Connect(NodeName node, PeerFailure? inPlaceOf) =>
        new(_cluster, node, _credential, Trust, Status.Now.ProcessNodes)
        {
            InPlaceOf = inPlaceOf,
        };

    public void Notice() => Agent?.Orders.Notice();

    public void TestSoon() => Agent?.Orders.TestSoon();

    /// <summary>
    /// A node of the peer has opened a link here: it knows this cluster now, and takes what it
    /// refused before.
    /// </summary>
    public void HearOfLink()
    {
        if (_retries.TryTake())
            Links.Retry();
        Notice();
        TestSoon();
    }

    /// <summary>
    /// The troubleshooter saw something else than is shown: it is shown now, or as soon as a test
    /// and a pass see it, too. A run of a few rows has not looked at everything.
    /// </summary>
    public void HearOf(PeerStatus seen)
    {
        if (seen.Overall == Mark.Unknown || IsShown(seen.Diagnosis))
            return;
        // Where the publisher is not heard, a test asks its other nodes.
        if (seen.Connectivity is { Failure.PublisherUnheard: false } failed)
            Status.Update(s => s.With(failed));
        Notice();
        TestSoon();
    }

    private bool IsShown(PeerDiagnosis seen)
    {
        var shown = Status.Now.Diagnosis;
        return seen.Overall == shown.Overall && seen.Cause.Aspect == shown.Cause.Aspect;
    }

    /// <summary>Has an agent look after the entry, in place of the one before.</summary>
    public async Task StartAgentAsync()
    {
        await StopAgentAsync();
        lock (_ending)
        {
            if (!_ended)
                Volatile.Write(ref _agent, new SessionLoop(_cluster, this, _neighbours));
        }
    }

    /// <summary>What the agent saw last stays in sight.</summary>
    public async Task StopAgentAsync()
    {
        if (Interlocked.Exchange(ref _agent, null) is { } agent)
            await agent.DisposeAsync();
    }

    public ValueTask DisposeAsync()
    {
        lock (_ending)
        {
            _ended = true;
            Status.End();
            return new ValueTask(
                _disposal ??= Task.WhenAll(
                    StopAgentAsync(),
                    Nodes.DisposeAsync().AsTask(),
                    Links.DisposeAsync().AsTask()
                )
            );
        }
    }
}
