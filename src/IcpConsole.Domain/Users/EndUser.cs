using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace IcpConsole.Domain.Users;

/// <summary>An end user as clusters tell each other of them.</summary>
/// <param name="UserId">Unique within the home cluster, whatever the case of its letters.</param>
/// <param name="FirstName">May be empty.</param>
/// <param name="LastName">May be empty.</param>
/// <param name="Mail">May be empty.</param>
/// <param name="DirectoryUri">The IM address, <c>user@domain</c>; may be empty.</param>
/// <param name="Node">Name of the home node, or null for a user that is assigned to none.</param>
public sealed record EndUser(
    string UserId,
    string FirstName,
    string LastName,
    string Mail,
    string DirectoryUri,
    string? Node
)
{
    /// <summary>
    /// Longest value, in characters (Unicode scalar values: an emoji beyond the basic plane is
    /// one).
    /// </summary>
    public const int MaxLength = 255;

    /// <summary>Most users of a cluster (Cisco, <em>Plan the System</em>).</summary>
    public const int MaxPerCluster = 75_000;

    /// <summary>
    /// 64 bits of a SHA-256 over the length-prefixed UTF-8 fields: what <see cref="UserDigest"/>
    /// adds up. Both ends of a peering compute it for themselves from the values they hold
    /// (docs/protocol.md).
    /// </summary>
    public long Fingerprint()
    {
        ReadOnlySpan<string> fields =
        [
            UserId,
            FirstName,
            LastName,
            Mail,
            DirectoryUri,
            Node ?? "",
        ];
        var size = 0;
        foreach (var field in fields)
            size += sizeof(int) + Encoding.UTF8.GetMaxByteCount(field.Length);
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        var end = 0;
        foreach (var field in fields)
        {
            var written = Encoding.UTF8.GetBytes(field, buffer.AsSpan(end + sizeof(int)));
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(end), written);
            end += sizeof(int) + written;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, end), digest);
        ArrayPool<byte>.Shared.Return(buffer);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }

    /// <summary>True when a value is short enough to be kept.</summary>
    public static bool Fits(string value) =>
        value.Length <= MaxLength || value.EnumerateRunes().Count() <= MaxLength;

    /// <summary>True when XML 1.0 can carry a value to a peer unchanged (section 2.2).</summary>
    public static bool IsCarriable(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (XmlConvert.IsXmlChar(value[i]))
                continue;
            if (
                i + 1 == value.Length
                || !XmlConvert.IsXmlSurrogatePair(value[i + 1], value[i])
            )
                return false;
            i++;
        }

        return true;
    }
}
