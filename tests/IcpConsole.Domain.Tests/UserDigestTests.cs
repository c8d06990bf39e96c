using System.Buffers.Binary;
using System.Security.Cryptography;
using IcpConsole.Domain.Users;

namespace IcpConsole.Domain.Tests;

public sealed class UserDigestTests
{
    private static readonly EndUser s_mina = new(
        "mina",
        "Mina",
        "Park",
        "mina@x",
        "mina@x",
        "127.0.11.1"
    );

    [Fact]
    public void A_fingerprint_is_the_same_on_every_machine() =>
        // SHA-256 over 00000001 6d | 00000000 x 5, its first 64 bits; docs/protocol.md.
        Assert.Equal(
            BinaryPrimitives.ReadInt64BigEndian(
                SHA256.HashData([0, 0, 0, 1, (byte)'m', .. new byte[20]])
            ),
            new EndUser("m", "", "", "", "", null).Fingerprint()
        );

    [Fact]
    public void Every_field_counts_and_so_does_where_one_ends()
    {
        EndUser[] users =
        [
            s_mina,
            s_mina with
            {
                UserId = "m",
            },
            s_mina with
            {
                FirstName = "",
            },
            s_mina with
            {
                LastName = "",
            },
            s_mina with
            {
                Mail = "",
            },
            s_mina with
            {
                DirectoryUri = "",
            },
            s_mina with
            {
                Node = null,
            },
            s_mina with
            {
                FirstName = "MinaP",
                LastName = "ark",
            },
        ];
        Assert.Equal(users.Length, users.Select(u => u.Fingerprint()).Distinct().Count());
    }
}
