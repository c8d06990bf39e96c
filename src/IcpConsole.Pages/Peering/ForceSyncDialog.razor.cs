using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Peering;

/// <summary>
/// Force Manual Sync (the guide, step 7) of one peer or several, in turn. With the box ticked it
/// first looks for certificates that are not the ones kept; then it shows both, and a second OK
/// takes the new ones.
/// </summary>
public sealed partial class ForceSyncDialog
{
    private readonly List<Outcome> _outcomes = [];
    private readonly List<Replacement> _accepted = [];
    private bool _resync;
    private PeerId _at;

    /// <summary>What an OK began, and Cancel ends; null while nothing runs.</summary>
    private CancellationTokenSource? _run;

    /// <summary>The pass that runs; null while none does.</summary>
    private OperationId? _begun;

    /// <summary>Shown, and taken by the next OK.</summary>
    private IReadOnlyList<Replacement> _replacements = [];

    [Parameter, EditorRequired]
    public ClusterSnapshot Cluster { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyList<PeerStatus> Peers { get; set; } = [];

    /// <summary>How the dialog begins.</summary>
    [Parameter]
    public ForceSyncStart Start { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    private bool Running => _run is not null;

    private bool Ended => !Running && _outcomes.Count > 0 && _replacements.Count == 0;

    protected override void OnInitialized()
    {
        _resync = Start == ForceSyncStart.WithCertificates;
        // While a pass runs, how far it is.
        Tick();
    }

    /// <summary>Ends the pass that runs, and begins none that is still to come.</summary>
    private async Task CancelAsync()
    {
        if (_run is not { } run)
        {
            await OnClose.InvokeAsync();
            return;
        }

        await run.CancelAsync();
        if (_begun is { } begun)
            await Door.SendAsync(new CancelOperation(begun));
    }

    private async Task SyncAsync()
    {
        if (Running)
            return;
        using var run = new CancellationTokenSource();
        _run = run;
        try
        {
            await SyncAsync(run.Token);
        }
        catch (OperationCanceledException) when (run.IsCancellationRequested)
        {
            // Nothing has been synchronized yet: the dialog is as it was before.
        }
        finally
        {
            _run = null;
        }
    }

    private async Task SyncAsync(CancellationToken cancel)
    {
        if (_resync && _replacements.Count == 0)
            _replacements = await PresentedAsync(cancel);
        else
            _accepted.AddRange(_replacements);

        if (!_resync || _replacements.Count == 0 || _accepted.Count > 0)
        {
            await RunAsync(cancel);
            // What the publisher announces for its other nodes is known only now: it is shown
            // before it is taken, too.
            _replacements = _resync ? Announced() : [];
        }
    }

    /// <summary>
    /// Leaving the page cuts no pass: what it did then shows on the peer's panel.
    /// </summary>
    private async Task RunAsync(CancellationToken cancel)
    {
        var due =
            _outcomes.Count == 0
                ? Peers
                : [.. Peers.Where(s => _replacements.Any(r => r.Peer == s.Peer.Id))];
        foreach (var peer in due.Select(s => s.Peer))
        {
            if (cancel.IsCancellationRequested)
            {
                _outcomes.Add(new Outcome(peer, null, new SyncCancelled()));
                continue;
            }

            _at = peer.Id;
            var accepted = _accepted.Where(r => r.Peer == peer.Id).ToList();
            var request = new ForcedSync(
                _resync,
                accepted.Find(r => r.Presented)?.Offered,
                [.. accepted.Select(r => r.Offered)]
            );
            _outcomes.Add(await SyncAsync(peer, request, cancel));
            StateHasChanged();
        }
    }

    private async Task<Outcome> SyncAsync(
        Peer peer,
        ForcedSync request,
        CancellationToken cancel
    )
    {
        var begun = await Door.SendAsync(Cluster.Id, new ForceSync(peer.Id, request));
        if (!begun.Succeeded)
            return new Outcome(peer, null, begun.Problems[0]);
        _begun = begun.Value;
        if (cancel.IsCancellationRequested)
            await Door.SendAsync(new CancelOperation(begun.Value));
        var operation = await Door.EndOfAsync(begun.Value, CancellationToken.None);
        _begun = null;
        var receipt = operation is { Steps: [{ Receipt: var did }, ..] } ? did : null;
        if (operation is { State: OperationState.Cancelled })
            return new Outcome(peer, receipt, new SyncCancelled());
        var problem = operation is { Problems: [var first, ..] } ? first : null;
        return new Outcome(
            peer,
            receipt,
            problem ?? (receipt is null ? new SyncCutOff() : null)
        );
    }

    /// <summary>
    /// Publishers that present another certificate than the one kept. What cannot be reached now
    /// shows as the pass's own failure.
    /// </summary>
    private async Task<IReadOnlyList<Replacement>> PresentedAsync(CancellationToken cancel)
    {
        var looks = await Task.WhenAll(Peers.Select(s => LookAsync(s.Peer, cancel)));
        List<Replacement> found = [.. looks.OfType<Replacement>()];
        return found.Count > 0 ? found : Announced();
    }

    private async Task<Replacement?> LookAsync(Peer peer, CancellationToken cancel)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, Gone);
        var look = new LookAtPeer(peer.Id);
        var contact = (await Door.AskAsync(Cluster.Id, look, linked.Token)).Value;
        return
            contact is { Certificate: { } presented, Failure: { } failure }
            && failure.IsSettledByResync
            ? new Replacement(
                peer.Id,
                CertificateServices.Tomcat,
                peer.Address,
                contact.Kept,
                presented,
                Presented: true
            )
            : null;
    }

    /// <summary>
    /// Certificates that the last pass found changed, but for those that publishers present
    /// themselves: they were looked at just now.
    /// </summary>
    private List<Replacement> Announced() =>
        [
            .. from peer in Peers
            from certificate in Door.Now.Find(Cluster.Id)?.Peering?.Find(peer.Peer.Id)
                is { Reachable: true, Certificates: { } status }
                ? status.Certificates
                : []
            where
                (
                    certificate.Node != peer.Peer.Address
                    || certificate.Service != CertificateServices.Tomcat
                )
                && certificate is { IsSettledByResync: true, Announced: not null }
                && !_accepted.Exists(r => r.Offered.Sha256 == certificate.Announced.Sha256)
            select new Replacement(
                peer.Peer.Id,
                certificate.Service,
                certificate.Node,
                certificate.Kept,
                certificate.Announced!,
                Presented: false
            ),
        ];

    private void Forget()
    {
        _replacements = [];
        _accepted.Clear();
    }

    /// <param name="Peer">The entry.</param>
    /// <param name="Receipt">Of the pass; null where it did not begin.</param>
    /// <param name="Problem">Why it failed; null where it did not.</param>
    private sealed record Outcome(Peer Peer, SyncReceipt? Receipt, Problem? Problem);

    /// <summary>
    /// A certificate that a trust store keeps for a node, and the one that would take its place.
    /// </summary>
    /// <param name="Peer">Whose node it is.</param>
    /// <param name="Service">Which presents it.</param>
    /// <param name="Node">The node.</param>
    /// <param name="Kept">In the trust store; null when that cannot be read.</param>
    /// <param name="Offered">To take its place.</param>
    /// <param name="Presented">The publisher itself presented it, rather than announced it for one
    /// of its nodes.</param>
    private sealed record Replacement(
        PeerId Peer,
        string Service,
        NodeName Node,
        CertificateSummary? Kept,
        CertificateSummary Offered,
        bool Presented
    );
}
