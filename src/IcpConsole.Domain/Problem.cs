using System.Text.Json.Serialization;

namespace IcpConsole.Domain;

/// <summary>
/// An expected failure: bad input, a broken rule, an unreachable peer. A broken invariant is an
/// exception instead.
/// </summary>
[JsonConverter(typeof(ProblemJson))]
public abstract record Problem : Message
{
    /// <summary>
    /// Stable, the name of the type: what is stored, sent to peers and found in the log.
    /// </summary>
    public virtual string Code => GetType().Name;

    /// <summary>The form field that caused it; null when it concerns the whole.</summary>
    public string? Field { get; init; }

    protected virtual Words? Remedy => null;

    /// <summary>
    /// What to do about it, in the reader's language; null where the text says it all.
    /// </summary>
    public string? Hint() => Remedy?.ToString();

    /// <summary>The same, caused by a field of a form.</summary>
    public Problem At(string? field) => this with { Field = field };
}
