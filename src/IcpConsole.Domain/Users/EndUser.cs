using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IcpConsole.Domain.Users;

/// <summary>An end user as clusters tell each other of them.</summary>
/// <param name="UserId">Unique within the home cluster; at most 255 characters.</param>
/// <param name="FirstName">May be empty.</param>
/// <param name="LastName">May be empty.</param>
/// <param name="Mail">May be empty.</param>
/// <param name="DirectoryUri">The IM address, <c>user@domain</c>; may be empty.</param>
/// <param name="Node">Name of the home node, or null for a user that is assigned to none.</param>
public sealed record EndUser(string UserId, string FirstName, string LastName, string Mail, string DirectoryUri, string? Node)
{
    public const int MaxLength = 255;

    /// <summary>
    /// 64 bits of a SHA-256 over the length-prefixed UTF-8 fields: what <see cref="UserDigest"/> adds up. Both ends of a peering
    /// compute it for themselves from the values they hold (docs/protocol.md).
    /// </summary>
    public long Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        ReadOnlySpan<string> fields = [UserId, FirstName, LastName, Mail, DirectoryUri, Node ?? ""];
        foreach (var field in fields)
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }
}
