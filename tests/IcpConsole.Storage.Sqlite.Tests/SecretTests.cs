using System.Text;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Storage.Sqlite.Tests;

public sealed class SecretTests
{
    [Fact]
    public async Task Passwords_and_keys_are_not_in_the_file_in_the_clear()
    {
        using var test = await TestDatabase.CreateAsync();
        var password = $"secret-{Guid.NewGuid():N}";
        await test.Database.Peers.AddAsync(
            new(NodeName.Parse("127.0.12.1"), "icsa", password, PeerProtocol.Tcp),
            null,
            CancellationToken.None
        );
        var key = Encoding.ASCII.GetBytes($"key-{Guid.NewGuid():N}");
        Assert.True(
            await test.Database.Certificates.KeepIdentityAsync(
                NodeName.Parse("127.0.11.1"),
                "tomcat",
                "pem",
                key,
                inPlaceOf: null,
                CancellationToken.None
            )
        );
        // Whoever made another meanwhile comes too late.
        Assert.False(
            await test.Database.Certificates.KeepIdentityAsync(
                NodeName.Parse("127.0.11.1"),
                "tomcat",
                "late",
                [1],
                inPlaceOf: null,
                CancellationToken.None
            )
        );
        Assert.Equal(
            password,
            (
                await test.Database.Peers.CredentialAsync(new(1), CancellationToken.None)
            ).Password
        );
        test.Database.Close();

        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(test.Path)!))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(password)));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(key));
        }
    }
}
