using IcpConsole.Domain;
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
    private FirstContact? _contact;
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

    protected override void OnInitialized() => Watch(Cluster.Changes);

    private async Task SyncAsync()
    {
        _running = true;
        var shown = _contact?.Certificate;
        if (_resync && shown is null && await ShowCertificateAsync())
        {
            _running = false;
            return;
        }

        // Closing the dialog does not cut the pass: its result then shows on the panel.
        _receipt = await Peering.ForceSyncAsync(Status.Peer.Id, new ForcedSync(_resync, shown), CancellationToken.None);
        _failure = _receipt is null ? new Problem("SyncCutOff") : _receipt.Failure?.Problem;
        _running = false;
    }

    /// <summary>True when there is something to decide. What cannot be reached now shows as the pass's own failure.</summary>
    private async Task<bool> ShowCertificateAsync()
    {
        var contact = await Peering.ProbeAsync(Status.Peer.Id, Gone);
        if (contact.Certificate is null || contact.Trusted) return false;
        _contact = contact;
        return true;
    }
}
