using System.Globalization;

namespace IcpConsole.Domain.Clusters;

/// <summary>Reads node names as people type them.</summary>
internal static class NodeNameReading
{
    private const int MaxLabelLength = 63;

    private static readonly IdnMapping s_international = new() { UseStd3AsciiRules = true };

    /// <param name="value">Without surrounding blanks; becomes what is stored.</param>
    public static NodeNameMistake Read(ref string value)
    {
        if (MistakeIn(value) is var typed and not NodeNameMistake.None)
            return typed;
        if (!value.All(char.IsAscii))
        {
            if (!TryMap(value, out value))
                return NodeNameMistake.International;
        }

        value = value.ToLowerInvariant();
        if (value.EndsWith('.'))
            value = value[..^1];
        return LooksNumeric(value) ? MistakeInAddress(value) : MistakeInName(value);
    }

    /// <summary>Four numbers from 0 to 255, without leading zeros.</summary>
    public static bool IsAddress(string value) =>
        MistakeInAddress(value) is NodeNameMistake.None or NodeNameMistake.NotUnicast;

    /// <summary>What stands around a name, or is something else altogether.</summary>
    private static NodeNameMistake MistakeIn(string value) =>
        value.Contains("://", StringComparison.Ordinal) ? NodeNameMistake.Scheme
        : value.Contains('@', StringComparison.Ordinal) ? NodeNameMistake.User
        : value.AsSpan().ContainsAny(',', ';') ? NodeNameMistake.Several
        : IsIPv6(value) ? NodeNameMistake.IPv6
        : value.AsSpan().ContainsAny('/', '\\') ? NodeNameMistake.Path
        : value.Contains(':', StringComparison.Ordinal) ? NodeNameMistake.Port
        : value.Any(char.IsWhiteSpace) ? NodeNameMistake.Blank
        : value.Contains('_', StringComparison.Ordinal) ? NodeNameMistake.Underscore
        : value.Contains('*', StringComparison.Ordinal) ? NodeNameMistake.Wildcard
        : NodeNameMistake.None;

    private static bool IsIPv6(string value) =>
        value.StartsWith('[') || value.Count(c => c == ':') > 1;

    private static bool TryMap(string value, out string mapped)
    {
        mapped = value;
        try
        {
            mapped = s_international.GetAscii(value);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // A name whose last label is a number, hexadecimal ones included, is read as an address by some
    // software (WHATWG URL, "ends in a number").
    private static bool LooksNumeric(string value)
    {
        var last = value[(value.LastIndexOf('.') + 1)..];
        return last.Length > 0
            && (
                last.All(char.IsAsciiDigit)
                || (
                    last.StartsWith("0x", StringComparison.Ordinal)
                    && last[2..].All(char.IsAsciiHexDigit)
                )
            );
    }

    // 0/8 names no host; from 224/4 on lie multicast and reserved addresses (RFC 6890).
    private static NodeNameMistake MistakeInAddress(string value)
    {
        var parts = value.Split('.');
        if (parts.Length != 4 || !parts.All(p => p.Length > 0 && p.All(char.IsAsciiDigit)))
            return NodeNameMistake.NotFourNumbers;
        if (parts.Any(p => p.Length > 1 && p[0] == '0'))
            return NodeNameMistake.LeadingZero;
        if (parts.Any(p => !byte.TryParse(p, CultureInfo.InvariantCulture, out _)))
            return NodeNameMistake.NumberTooLarge;
        return byte.Parse(parts[0], CultureInfo.InvariantCulture) is > 0 and < 224
            ? NodeNameMistake.None
            : NodeNameMistake.NotUnicast;
    }

    private static NodeNameMistake MistakeInName(string value)
    {
        var labels = value.Split('.');
        return !value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
                ? NodeNameMistake.Character
            : value.Length > NodeName.MaxLength ? NodeNameMistake.TooLong
            : labels.Any(l => l.Length == 0) ? NodeNameMistake.EmptyLabel
            : labels.Any(l => l.Length > MaxLabelLength) ? NodeNameMistake.LabelTooLong
            : labels.Any(l => l[0] == '-' || l[^1] == '-') ? NodeNameMistake.Hyphen
            // A-labels are to be those of some name (RFC 5891, section 5.4).
            : value.Contains("xn--", StringComparison.Ordinal) && !TryMap(value, out _)
                ? NodeNameMistake.International
            : NodeNameMistake.None;
    }
}
