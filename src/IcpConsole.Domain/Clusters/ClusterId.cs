using System.Diagnostics.CodeAnalysis;

namespace IcpConsole.Domain.Clusters;

/// <summary>
/// The Cluster ID: the same on every node of a cluster, unique in the mesh, without underscore
/// (Cisco, <em>Configure Advanced Routing</em>). It names the cluster in links and its file in the
/// data directory, so only letters, digits, dot and hyphen are taken.
/// </summary>
public readonly record struct ClusterId
{
    public const int MaxLength = 50;

    private readonly string? _value;

    private ClusterId(string value) => _value = value;

    public string Value => _value ?? "";

    public static bool TryParse([NotNullWhen(true)] string? text, out ClusterId id)
    {
        id = default;
        var value = text?.Trim() ?? "";
        if (value.Length is 0 or > MaxLength)
            return false;
        if (!value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
            return false;
        if (!char.IsAsciiLetterOrDigit(value[0]) || !char.IsAsciiLetterOrDigit(value[^1]))
            return false;
        id = new ClusterId(value);
        return true;
    }

    /// <exception cref="FormatException">The text is no Cluster ID.</exception>
    public static ClusterId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new FormatException($"'{text}' is not a Cluster ID.");

    public bool Equals(ClusterId other) =>
        string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    public override string ToString() => Value;
}
