using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Peering;

/// <summary>
/// Inter-cluster Peer Configuration and, for a peer that is there, its live status.
/// </summary>
public sealed partial class PeerPage
{
    private FormDraft<PeerForm>? _draft;
    private PeerForm _form = new();

    /// <summary>
    /// What was typed when Save was pressed: a certificate that is accepted belongs to this
    /// address, whatever is typed meanwhile.
    /// </summary>
    private PeerForm _tried = new();
    private PeerId? _filledFrom;
    private IReadOnlyList<Problem> _problems = [];
    private FirstContact? _contact;

    /// <summary>Which is under way, or at which Save was given up; null before.</summary>
    private SaveStep? _step;
    private bool _busy;
    private bool _saved;
    private bool _touched;
    private bool _moving;
    private ForceSyncStart? _forcing;

    /// <summary>Ends a look at an address that does not answer.</summary>
    private CancellationTokenSource? _look;
    private bool _deleting;

    [Parameter]
    public int? Id { get; set; }

    /// <summary>Of a new peer: whoever sends the reader here knows it.</summary>
    [SupplyParameterFromQuery(Name = "address")]
    private string? Address { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private PeerId? Peer => Id is { } id ? new PeerId(id) : null;

    private PeerStatus? Status => Peer is { } peer ? Cluster?.Peering?.Find(peer) : null;

    /// <summary>
    /// Whether what was typed re-points the entry, which costs all that was learned so far.
    /// </summary>
    private bool Moves =>
        Status is { Peer.Address: var now }
        && NodeName.TryParse(_tried.Address, out var typed)
        && typed != now;

    /// <param name="cluster">That is to have the entry.</param>
    /// <param name="address">Filled in for the reader; null for none.</param>
    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        Fill();
        Prefill();
    }

    /// <summary>Of a new entry, with what the link says.</summary>
    private void Prefill()
    {
        if (
            Peer is null
            && _form.Address.Length == 0
            && NodeName.TryParse(Address, out var address)
        )
            (_form.Address, _form.Protocol) = (address.Value, ProtocolOf(address));
    }

    /// <summary>
    /// The other side's entry says what protocol it expects, where this console has it.
    /// </summary>
    private PeerProtocol ProtocolOf(NodeName address) =>
        Cluster is { } cluster && Door.Now.FindByNode(address) is { } other
            ? MeshPair.EntryFor(other, cluster)?.Peer.Protocol ?? _form.Protocol
            : _form.Protocol;

    protected override async Task ChangedAsync()
    {
        await base.ChangedAsync();
        Fill();
    }

    /// <summary>
    /// Once for each peer: what the status brings later must not overwrite what is being typed.
    /// </summary>
    private void Fill()
    {
        if (Peer is null && _filledFrom is not null)
            (_form, _filledFrom, _problems, _saved, _touched) = (
                new PeerForm(),
                null,
                [],
                false,
                false
            );
        if (Status is not { Peer: var peer } || _filledFrom == peer.Id)
            return;
        Fill(peer);
        _problems = [];
    }

    private void Fill(Peer peer)
    {
        _filledFrom = peer.Id;
        (_busy, _touched) = (false, false);
        _form = new PeerForm
        {
            Address = peer.Address.Display,
            AxlUsername = peer.AxlUsername,
            Protocol = peer.Protocol,
            Revision = peer.Revision,
        };
    }

    private async Task TouchAsync()
    {
        (_touched, _saved) = (true, false);
        if (_draft is not null)
            await _draft.KeepAsync(_form);
    }

    private void Restore(PeerForm draft) => (_form, _touched) = (draft, true);

    private void FillAgain()
    {
        (_form, _filledFrom, _touched, _problems) = (new PeerForm(), null, false, []);
        Fill();
        Prefill();
    }

    private void Leave()
    {
        _touched = false;
        Navigation.NavigateTo(PageLinks.InterClustering(Cluster!.Id));
    }

    /// <summary>Ends what takes too long; else leaves the form, which asks where it was touched.</summary>
    private void Cancel()
    {
        if (_look is { } look)
            look.Cancel();
        else
            Navigation.NavigateTo(PageLinks.InterClustering(Cluster!.Id));
    }

    private async Task SaveAsync()
    {
        if (_busy)
            return;
        (_busy, _saved, _problems, _tried) = (true, false, [], _form.Copy());
        _step = SaveStep.Look;
        using var look = CancellationTokenSource.CreateLinkedTokenSource(Gone);
        _look = look;
        try
        {
            var save = new SavePeer(Peer, _tried);
            var saved = await Door.AskAsync(Cluster!.Id, save, look.Token);
            if (saved.Value is { Peer: null, Contact: var contact })
                Ask(contact);
            else
                // What an address cannot tell is no reason against it: the form is, or what there is
                // already.
                await ShowAsync(saved, SaveStep.Form);
        }
        catch (OperationCanceledException) when (!Gone.IsCancellationRequested)
        {
            // The form stays as it was typed.
            _step = null;
        }
        finally
        {
            _look = null;
            // Of a new peer that was saved, the form stays as it is until its own page is there: a
            // second click would save it again.
            _busy = _saved && Id is null;
        }
    }

    /// <summary>What has to be decided before the form is kept.</summary>
    private void Ask(FirstContact? contact)
    {
        if (contact is { NeedsAcceptance: true })
            (_contact, _step) = (contact, SaveStep.Accept);
        else
            _moving = true;
    }

    private async Task KeepAsync(CertificateSummary? accepted)
    {
        (_contact, _step) = (null, SaveStep.Keep);
        var save = new SavePeer(Peer, _tried, Decided: true, accepted);
        await ShowAsync(await Door.SendAsync(Cluster!.Id, save), SaveStep.Keep);
    }

    /// <param name="saved">What came of it.</param>
    /// <param name="refusedAt">Where it was given up, if it was.</param>
    private async Task ShowAsync(Result<SavedPeer> saved, SaveStep refusedAt)
    {
        if (Gone.IsCancellationRequested)
            return;
        if (saved.Value?.Peer is not { } peer)
        {
            (_problems, _step) = (saved.Problems, refusedAt);
            // Whoever saves again has seen what there is now.
            if (_problems.Any(p => p is SavedMeanwhile))
            {
                Look();
                _form.Revision = Status?.Peer.Revision ?? _form.Revision;
            }

            return;
        }

        (_saved, _touched) = (true, false);
        if (_draft is not null)
            await _draft.ForgetAsync();
        Look();
        if (Id is null)
            Navigation.NavigateTo(PageLinks.Peer(Cluster!.Id, peer), replace: true);
        else if (Status is { } status)
            Fill(status.Peer);
    }
}
