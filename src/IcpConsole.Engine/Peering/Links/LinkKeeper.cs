using System.Net.Sockets;
using System.Threading.Channels;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Xmpp;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering.Links;

/// <summary>
/// Keeps one router link: opens it again whenever it is lost, asks over it whether the other side
/// still answers (XEP-0199), proves the routing, and hears notices.
/// </summary>
internal sealed partial class LinkKeeper : IAsyncDisposable
{
    private static readonly TimeSpan s_opening = TimeSpan.FromSeconds(10);

    /// <summary>A busy router may be slow; one that is silent for so long is not there.</summary>
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan s_proveEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_lastRetry = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A router that does not know the local node may learn of it any moment, and is there.
    /// </summary>
    private static readonly TimeSpan s_notKnownRetry = TimeSpan.FromSeconds(2);

    private const int PromptRetries = 30;

    /// <summary>What the other side sends is read no faster.</summary>
    private const int StanzasAtOnce = 100;

    private static readonly TimeSpan s_stanzasApart = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Answers in a row before a link that was lost counts again, so that one that flaps does not
    /// flicker.
    /// </summary>
    private const int AnswersAfterLoss = 2;

    private readonly ClusterContext _cluster;
    private readonly ISession _session;
    private readonly PeerTls _tls;
    private readonly Node _from;
    private readonly NodeName _to;
    private readonly ILogger _log;
    private readonly StreamQuestions _questions;
    private readonly RoutingProof _proof;
    private readonly Channel<bool> _proofs = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly SupervisedLoop _loop;
    private RouterLink _link;
    private int _failures;
    private TimeSpan _pause;

    public LinkKeeper(
        ClusterContext cluster,
        ISession session,
        PeerTls tls,
        Node from,
        NodeName to
    )
    {
        (_cluster, _session, _tls, _from, _to) = (cluster, session, tls, from, to);
        _log = cluster.Loggers.CreateLogger<LinkKeeper>();
        _questions = new StreamQuestions(cluster.Time);
        _proof = new RoutingProof(cluster, session.Peer.Id, from.Name, to, _questions);
        _link = new RouterLink(from.Name, to, LinkState.Unknown, Now);
        _loop = new SupervisedLoop(
            $"{cluster.Id}: router link {from.Name} to {to}",
            KeepAsync,
            cluster.Time,
            _log
        )
        {
            Period = () => _pause,
            Patience = SupervisedLoop.ShortPatience,
        };
        _loop.Start();
    }

    private DateTimeOffset Now => _cluster.Time.GetUtcNow();

    /// <summary>Proves the routing soon.</summary>
    public void Prove() => _proofs.Writer.TryWrite(true);

    /// <summary>Opens a link that is not up at once, and not when its pause is over.</summary>
    public void Retry()
    {
        if (_link.State != LinkState.Up)
            _loop.TurnNow();
    }

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    /// <summary>Opens the link once, and keeps it until it is lost.</summary>
    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        Problem problem;
        try
        {
            await OpenAndKeepAsync(() => _failures = 0);
            problem = new LinkClosed();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            problem = ProblemOf(e);
            if (problem is Unexpected)
                LogUnexpected(e, _cluster.Id.Value, _from.Name.Value, _to.Value);
        }

        var pause =
            problem is LinkNotKnownThere && _failures < PromptRetries
                ? s_notKnownRetry
                : s_firstRetry * Math.Pow(2, Math.Min(_failures, 5));
        _failures++;
        _pause = pause > s_lastRetry ? s_lastRetry : pause;
        Lost(problem, Now + _pause);
    }

    /// <returns>When the other side closes the link.</returns>
    private async Task OpenAndKeepAsync(Action up)
    {
        await using var connection = await Dialer.DialAsync(
            _cluster,
            _from,
            _to,
            XmppSchema.Port,
            resolved: null,
            _loop.Stopping
        );
        await using var stream = await OpenAsync(connection);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_loop.Stopping);
        var reading = ReadAsync(stream, end.Token);
        var pinging = PingAsync(stream, up, end.Token);
        var first = await Task.WhenAny(reading, pinging);
        await end.CancelAsync();
        // Whatever the loser of the two still waits for ends with its connection.
        await connection.DisposeAsync();
        await Task.WhenAll(reading, pinging)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private async Task<XmppStream> OpenAsync(NetworkStream connection)
    {
        var secure = _session.Peer.Protocol == PeerProtocol.Tls;
        try
        {
            return await _cluster.Time.WithinAsync(
                s_opening,
                async token =>
                {
                    var tls = secure
                        ? await _tls.ClientAsync(_from.Name, _to, CertificateServices.CupXmpp)
                            .WaitAsync(token)
                        : null;
                    return await XmppClient.OpenAsync(
                        connection,
                        new XmppClientOptions(_from.Name.Value, _to.Value, tls, secure),
                        token
                    );
                },
                _loop.Stopping
            );
        }
        catch (TimeoutException)
        {
            throw PeerFailures.At(PassLayer.Query, new PortTimedOut(XmppSchema.Port));
        }
    }

    private async Task ReadAsync(XmppStream stream, CancellationToken cancellationToken)
    {
        var rate = new Rate(_cluster.Time, StanzasAtOnce, s_stanzasApart);
        while (await stream.ReadAsync(cancellationToken) is { } stanza)
        {
            await rate.WaitAsync(cancellationToken);
            if (XmppNotice.IsChanged(stanza))
                _session.Notice();
            else if (XmppNotice.IsViewed(stanza))
                _session.TestSoon();
            else if (XmppPing.IsRequest(stanza))
                await stream.SendAsync(XmppPing.Answer(stanza), cancellationToken);
            else if (XmppStanza.IsRequest(stanza))
                await stream.SendAsync(
                    XmppStanza.ServiceUnavailable(stanza),
                    cancellationToken
                );
            else
                _questions.Answer(stanza);
        }
    }

    private async Task PingAsync(
        XmppStream stream,
        Action up,
        CancellationToken cancellationToken
    )
    {
        var wasLost = _link is { State: LinkState.Down, LastGood: not null };
        var needed = wasLost ? AnswersAfterLoss : 1;
        long? proved = null;
        while (true)
        {
            var started = _cluster.Time.GetTimestamp();
            // An error is an answer, too (XEP-0199, section 4.1): somebody is there.
            _ = await _questions.AskAsync(
                stream,
                id => XmppPing.Request(id, _from.Name.Value, _to.Value),
                s_answer,
                cancellationToken
            )
                ?? throw PeerFailures.At(
                    PassLayer.Query,
                    new LinkNoAnswer((int)Math.Round(s_answer.TotalSeconds))
                );
            if (--needed <= 0)
            {
                Answered(_cluster.Time.GetElapsedTime(started));
                up();
            }

            var ordered = await WaitAsync(
                needed > 0 ? RouterLink.Heartbeat : TimeSpan.Zero,
                cancellationToken
            );
            if (needed > 0)
                continue;
            if (
                ordered
                || proved is null
                || _cluster.Time.GetElapsedTime(proved.Value) >= s_proveEvery
            )
            {
                proved = _cluster.Time.GetTimestamp();
                Proved(await _proof.TryAsync(stream, cancellationToken));
            }

            if (await WaitAsync(RouterLink.Heartbeat, cancellationToken))
                proved = null;
        }
    }

    /// <returns>Whether a proof was asked for meanwhile.</returns>
    private async Task<bool> WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        if (time == TimeSpan.Zero)
            return _proofs.Reader.TryRead(out _);
        try
        {
            return await _cluster.Time.WithinAsync(
                time,
                token => _proofs.Reader.ReadAsync(token).AsTask(),
                cancellationToken
            );
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// In words of routers: what is missing on 7400 is not what is missing on 8443.
    /// </summary>
    private Problem ProblemOf(Exception e) =>
        e is XmppException { Error: XmppError.Closed } ? new LinkClosed()
        : e is XmppException { Condition: XmppSchema.InvalidFrom } ? new LinkNotKnownThere()
        : e is XmppException { Condition: XmppSchema.PolicyViolation }
            ? new LinkNotAtAddressThere(_from.Name, _from.Address)
        : e is XmppException { Condition: XmppSchema.NotAuthorized }
            ? new LinkNotAuthorized(CertificateServices.CupXmpp)
        : PeerFailures.From(e, _cluster)?.Problem switch
        {
            TcpRefused => new LinkRefused(XmppSchema.Port),
            ConnectionBroke => new LinkClosed(),
            { } problem => problem,
            null => new Unexpected(),
        };

    private void Answered(TimeSpan took)
    {
        var isNew = _link.State != LinkState.Up;
        Show(
            _link with
            {
                State = LinkState.Up,
                Since = isNew ? Now : _link.Since,
                At = Now,
                LastGood = Now,
                NextTry = null,
                Problem = null,
                Took = took,
            },
            isNew
        );
        if (!isNew)
            return;
        LogUp(_cluster.Id.Value, _from.Name.Value, _to.Value);
        // What the peer told of while nobody listened is asked for now.
        _session.Notice();
    }

    private void Lost(Problem problem, DateTimeOffset next)
    {
        var state = problem is LinkNotKnownThere ? LinkState.NotKnownThere : LinkState.Down;
        var (isNew, wasUp) = (_link.State != state, _link.State == LinkState.Up);
        Show(
            _link with
            {
                State = state,
                Since = isNew ? Now : _link.Since,
                At = Now,
                NextTry = next,
                Problem = problem,
                Took = null,
                Proof = null,
            },
            tell: true
        );
        if (!isNew)
            return;
        LogLost(_cluster.Id.Value, _from.Name.Value, _to.Value, problem.Code);
        // Where this cluster was never known there, nothing was lost.
        if (wasUp || state == LinkState.Down)
            _session.TestSoon();
    }

    private void Proved(RouteProof proof)
    {
        var isNew =
            _link.Proof?.Mark != proof.Mark
            || _link.Proof.Problem?.Code != proof.Problem?.Code;
        Show(_link with { Proof = proof }, isNew);
    }

    private void Show(RouterLink link, bool tell)
    {
        _link = link;
        // A link that was given up meanwhile has nothing to tell any more.
        _session.Status.Update(
            s => _loop.Stopping.IsCancellationRequested ? s : s.With(link),
            tell
        );
    }

    [LoggerMessage(LogLevel.Information, "{Cluster}: router link {From} to {To} is up")]
    private partial void LogUp(string cluster, string from, string to);

    [LoggerMessage(LogLevel.Warning, "{Cluster}: router link {From} to {To} is down: {Code}")]
    private partial void LogLost(string cluster, string from, string to, string code);

    [LoggerMessage(
        LogLevel.Error,
        "{Cluster}: unexpected failure of router link {From} to {To}"
    )]
    private partial void LogUnexpected(
        Exception exception,
        string cluster,
        string from,
        string to
    );
}
