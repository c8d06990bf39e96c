namespace IcpConsole.Domain;

/// <summary>
/// An expected failure: bad input, a broken rule, an unreachable peer. <paramref name="Code"/> is
/// also the key of its text in the console's resources; <paramref name="Args"/> fill that text's
/// placeholders. A broken invariant is an exception instead.
/// </summary>
/// <param name="Code">Stable PascalCase code, for example <c>PeerAddressMalformed</c>.</param>
/// <param name="Field">The form field that caused it, or null when it concerns the whole.</param>
/// <param name="Args">Values for the placeholders of the text, in order.</param>
public sealed record Problem(
    string Code,
    string? Field = null,
    params IReadOnlyList<string> Args
);
