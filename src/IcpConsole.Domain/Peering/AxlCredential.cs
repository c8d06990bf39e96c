namespace IcpConsole.Domain.Peering;

/// <summary>Name and password of an intercluster application user.</summary>
public sealed record AxlCredential(string Username, string Password)
{
    private const int MaxLength = 128;

    /// <summary>
    /// What is wrong with a name and a password as they were typed, in fields that every form names
    /// alike.
    /// </summary>
    public static IEnumerable<Problem> Check(
        string username,
        string password,
        string confirmation,
        bool passwordNeeded
    )
    {
        if (string.IsNullOrWhiteSpace(username))
            yield return new AxlUsernameEmpty().At(nameof(PeerForm.AxlUsername));
        // RFC 7617, section 2: a user-id with a colon cannot be sent with Basic authentication.
        else if (
            username.Contains(':', StringComparison.Ordinal) || username.Any(char.IsControl)
        )
            yield return new AxlUsernameMalformed().At(nameof(PeerForm.AxlUsername));
        else if (username.Length > MaxLength)
            yield return new TooLong(MaxLength).At(nameof(PeerForm.AxlUsername));
        if (password.Length > MaxLength)
            yield return new TooLong(MaxLength).At(nameof(PeerForm.AxlPassword));
        else if (password.Any(char.IsControl))
            yield return new AxlPasswordMalformed().At(nameof(PeerForm.AxlPassword));
        else if (password.Length == 0 && passwordNeeded)
            yield return new AxlPasswordEmpty().At(nameof(PeerForm.AxlPassword));
        if (password != confirmation)
            yield return new PasswordsDiffer().At(nameof(PeerForm.ConfirmAxlPassword));
    }

    /// <summary>Without the password, so that it cannot reach a log by accident.</summary>
    public override string ToString() => Username;
}
