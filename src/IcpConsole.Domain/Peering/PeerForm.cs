using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Peering;

/// <summary>The Intercluster Peer Configuration form as it was typed.</summary>
public sealed class PeerForm
{
    public string Address { get; set; } = "";

    public string AxlUsername { get; set; } = "";

    /// <summary>Empty on an existing peer keeps the password that is stored.</summary>
    [Secret]
    public string AxlPassword { get; set; } = "";

    [Secret]
    public string ConfirmAxlPassword { get; set; } = "";

    public PeerProtocol Protocol { get; set; } = PeerProtocol.Tcp;

    /// <summary>The revision that the form was filled from; 0 for a new peer.</summary>
    public int Revision { get; set; }

    /// <summary>The form as it is now, apart from what is typed later.</summary>
    public PeerForm Copy() => (PeerForm)MemberwiseClone();

    /// <summary>Reads the form, reporting every problem at once, each tied to its field.</summary>
    /// <param name="existing">The peer being edited, or null for a new one.</param>
    public Result<PeerDraft> Read(Peer? existing)
    {
        var problems = new List<Problem>();
        if (string.IsNullOrWhiteSpace(Address))
            problems.Add(new PeerAddressEmpty().At(nameof(Address)));
        else if (!NodeName.TryParse(Address, out _, out var mistake))
            problems.Add(new PeerAddressMalformed(mistake).At(nameof(Address)));
        problems.AddRange(
            AxlCredential.Check(
                AxlUsername,
                AxlPassword,
                ConfirmAxlPassword,
                passwordNeeded: existing is null
            )
        );
        if (!Enum.IsDefined(Protocol))
            problems.Add(new ProtocolUnknown().At(nameof(Protocol)));
        if (existing is not null && Revision != existing.Revision)
            problems.AddRange(Clash(existing));

        // The stored password was given to the old server; a new one has to be trusted with it by
        // hand.
        if (
            existing is not null
            && AxlPassword.Length == 0
            && NodeName.TryParse(Address, out var moved)
            && moved != existing.Address
        )
            problems.Add(new AxlPasswordForNewAddress().At(nameof(AxlPassword)));

        if (problems.Count > 0)
            return problems;
        return new PeerDraft(
            NodeName.Parse(Address),
            AxlUsername.Trim(),
            AxlPassword.Length == 0 ? null : AxlPassword,
            Protocol
        );
    }

    /// <summary>What there is now, beside what was typed.</summary>
    private IEnumerable<Problem> Clash(Peer now)
    {
        yield return SavedMeanwhile.From(now.Saved);
        if (!NodeName.TryParse(Address, out var typed) || typed != now.Address)
            yield return new ThereNow(now.Address.Value).At(nameof(Address));
        if (AxlUsername.Trim() != now.AxlUsername)
            yield return new ThereNow(now.AxlUsername).At(nameof(AxlUsername));
        if (Protocol != now.Protocol)
            yield return new ThereNow(now.Protocol.Text()).At(nameof(Protocol));
    }
}

/// <summary>A form that was read without problems.</summary>
/// <param name="Address">Node name of the remote publisher.</param>
/// <param name="AxlUsername">Application user of the remote cluster.</param>
/// <param name="AxlPassword">Null keeps the stored one.</param>
/// <param name="Protocol">Preferred SIP transport.</param>
public sealed record PeerDraft(
    NodeName Address,
    string AxlUsername,
    string? AxlPassword,
    PeerProtocol Protocol
)
{
    /// <summary>By whom; null where nobody notes it.</summary>
    public Saved? Saved { get; init; }

    /// <summary>Without the password, so that it cannot reach a log by accident.</summary>
    public override string ToString() => $"{AxlUsername} at {Address}";
}
