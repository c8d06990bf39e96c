using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Web.Peering;

/// <summary>
/// Force Manual Sync (the guide, step 7). With the box ticked it first looks whether the publisher presents another certificate than the one
/// kept; then it shows both, and a second OK takes the new one.
/// </summary>
public sealed partial class ForceSyncDialog
{
    private bool _resync;
    private bool _running;
    private CertificateSummary? _presented;
    private IReadOnlyList<Replacement>? _replacements;
    private SyncReceipt? _receipt;
    private Problem? _failure;

    [Parameter, EditorRequired]
    public ICluster Cluster { get; set; } = default!;

    [Parameter, EditorRequired]
    public IPeering Peering { get; set; } = default!;

    [Parameter, EditorRequired]
    public PeerStatus Status { get; set; } = default!;

    [Parameter]
    public EventCallback OnClose { get; set; }

    private PeerStatus Current => Peering.Find(Status.Peer.Id) ?? Status;

    private bool Ended => _receipt is not null || _failure is not null;

    protected override void OnInitialized() => Watch(Cluster.Changes);

    private async Task SyncAsync()
    {
        if (_running) return;
        _running = true;
        if (_resync && _replacements is null && await ShowReplacementsAsync())
        {
            _running = false;
            return;
        }

        // Closing the dialog does not cut the pass: its result then shows on the panel.
        var announced = _replacements?.Select(r => r.Offered).ToList() ?? [];
        _receipt = await Peering.ForceSyncAsync(Status.Peer.Id, new ForcedSync(_resync, _presented, announced), CancellationToken.None);
        _failure = _receipt is null ? new Problem("SyncCutOff") : _receipt.Failure?.Problem;
        _running = false;
    }

    /// <summary>True when there is something to decide. What cannot be reached now shows as the pass's own failure.</summary>
    private async Task<bool> ShowReplacementsAsync()
    {
        var changed = Current.Certificates?.Certificates ?? [];
        var replacements = changed.Where(c => c is { State: PeerCertificateState.Changed, Kept: not null }).Select(c => new Replacement(c.Node, c.Kept!, c.Certificate)).ToList();
        var contact = await Peering.ProbeAsync(Status.Peer.Id, Gone);
        if (contact is { Kept: { } kept, Certificate: { } presented, Failure.Problem.Code: CertificateProblems.Changed })
        {
            _presented = presented;
            replacements.RemoveAll(r => r.Node == Status.Peer.Address);
            replacements.Insert(0, new Replacement(Status.Peer.Address, kept, presented));
        }

        _replacements = replacements;
        return replacements.Count > 0;
    }

    private void Forget() => (_presented, _replacements) = (null, null);

    /// <summary>A certificate that tomcat-trust keeps for a node, and the one that would take its place.</summary>
    private sealed record Replacement(NodeName Node, CertificateSummary Kept, CertificateSummary Offered);
}
