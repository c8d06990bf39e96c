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

    private readonly string? _value;

    private NodeName(string value) => _value = value;

    public string Value => _value ?? "";

    /// <summary>True for an IPv4 address, which needs no DNS.</summary>
    public bool IsAddress => _value is not null && NodeNameReading.IsAddress(_value);

    /// <summary>In the letters of its language, where the name is an international one.</summary>
    public string Display =>
        Value.Contains("xn--", StringComparison.Ordinal)
            ? new IdnMapping().GetUnicode(Value)
            : Value;

    /// <inheritdoc cref="TryParse(string?, out NodeName, out NodeNameMistake)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out NodeName name) =>
        TryParse(text, out name, out _);

    /// <summary>
    /// Reads a name strictly: <c>127.1</c>, <c>127.0.012.1</c> and <c>0x7f000001</c> are refused,
    /// since other software would read them as another address than the one meant; so is what is no
    /// unicast address. Letters are folded to lower case; surrounding blanks and the dot of the root
    /// at the end are ignored; an international name becomes its A-labels (RFC 5891).
    /// </summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        out NodeName name,
        out NodeNameMistake mistake
    )
    {
        name = default;
        var value = text?.Trim() ?? "";
        mistake = NodeNameMistake.None;
        if (value.Length == 0)
            return false;
        mistake = NodeNameReading.Read(ref value);
        if (mistake != NodeNameMistake.None)
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
}
