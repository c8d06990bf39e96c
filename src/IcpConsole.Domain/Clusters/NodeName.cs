using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace IcpConsole.Domain.Clusters;

/// <summary>
/// The name that defines an IM and Presence node: an IPv4 address, a host name or an FQDN (the
/// guide, step 4.3). A Peer Address is the node name of the remote publisher, so it is the same
/// type. Names compare without regard to case (RFC 4343); addresses come first, by their numbers.
/// </summary>
public readonly record struct NodeName : IComparable<NodeName>, IComparable
{
    /// <summary>
    /// Longest name in characters, without a trailing dot (RFC 1035, section 2.3.4).
    /// </summary>
    public const int MaxLength = 253;

    private const int MaxLabelLength = 63;
    private readonly string? _value;

    private NodeName(string value) => _value = value;

    public string Value => _value ?? "";

    /// <summary>True for an IPv4 address, which needs no DNS.</summary>
    public bool IsAddress => _value is not null && IsStrictIPv4(_value);

    /// <summary>
    /// Reads a name strictly: <c>127.1</c>, <c>127.0.012.1</c> and <c>0x7f000001</c> are refused,
    /// since other software would read them as another address than the one meant; so is what is no
    /// unicast address. Letters are folded to lower case; surrounding blanks are ignored.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out NodeName name)
    {
        name = default;
        var value = text?.Trim().ToLowerInvariant() ?? "";
        if (
            !(
                LooksNumeric(value)
                    ? IsStrictIPv4(value) && IsUnicast(value)
                    : IsHostName(value)
            )
        )
            return false;
        name = new NodeName(value);
        return true;
    }

    /// <exception cref="FormatException">The text is no node name.</exception>
    public static NodeName Parse(string text) =>
        TryParse(text, out var name)
            ? name
            : throw new FormatException($"'{text}' is not a node name.");

    public static NodeName From(IPAddress address) => Parse(address.ToString());

    public int CompareTo(NodeName other) =>
        (IsAddress, other.IsAddress) switch
        {
            (true, true) => Number.CompareTo(other.Number),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(Value, other.Value),
        };

    int IComparable.CompareTo(object? obj) => obj is NodeName other ? CompareTo(other) : 1;

    public static bool operator <(NodeName left, NodeName right) => left.CompareTo(right) < 0;

    public static bool operator <=(NodeName left, NodeName right) =>
        left.CompareTo(right) <= 0;

    public static bool operator >(NodeName left, NodeName right) => left.CompareTo(right) > 0;

    public static bool operator >=(NodeName left, NodeName right) =>
        left.CompareTo(right) >= 0;

    public override string ToString() => Value;

    /// <summary>Of an address.</summary>
    private uint Number =>
        BinaryPrimitives.ReadUInt32BigEndian(IPAddress.Parse(Value).GetAddressBytes());

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

    private static bool IsStrictIPv4(string value)
    {
        var parts = value.Split('.');
        return parts.Length == 4
            && parts.All(part =>
                byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                && (part.Length == 1 || part[0] != '0')
            );
    }

    // 0/8 names no host; from 224/4 on lie multicast and reserved addresses (RFC 6890).
    private static bool IsUnicast(string address) =>
        byte.Parse(
            address.AsSpan(0, address.IndexOf('.', StringComparison.Ordinal)),
            CultureInfo.InvariantCulture
        )
            is > 0
                and < 224;

    private static bool IsHostName(string value) =>
        value.Length is > 0 and <= MaxLength
        && value
            .Split('.')
            .All(label =>
                label.Length is > 0 and <= MaxLabelLength
                && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
                && label[0] != '-'
                && label[^1] != '-'
            )
        && (!value.Contains("xn--", StringComparison.Ordinal) || IsInternational(value));

    /// <summary>A-labels are to be those of some name (RFC 5891, section 5.4).</summary>
    private static bool IsInternational(string value)
    {
        try
        {
            return new IdnMapping().GetAscii(value).Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
