using System.Security.Cryptography;
using System.Text;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Hosting;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// Private keys and passwords are nowhere in the clear: in no file of the data directory and in no
/// line of the log.
/// </summary>
public sealed class SecretTests
{
    [Fact]
    public async Task No_private_key_and_no_password_is_in_any_file_or_log_after_a_full_run()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, node) = (clusters.Seoul, clusters.Seoul.Topology.Publisher.Name);
        var peer = await TwoClusters.AddPeerAsync(clusters.Singapore, seoul);
        await TwoClusters.AddPeerAsync(seoul, clusters.Singapore, "a-wrong-password");
        await TwoClusters.StatusAsync(clusters.Singapore, peer, TwoClusters.InStep);
        using var root = TestAuthority.Root("Lab Root");
        await seoul.Certificates!.TrustAsync("tomcat", root.File, CancellationToken.None);
        Assert.Null(
            await seoul.Certificates.RequestAsync(
                node,
                "tomcat",
                CsrSpec.Default("tomcat", KeySpec.Default(KeyType.Rsa)),
                CancellationToken.None
            )
        );
        using var leaf = root.Sign(
            (await seoul.Certificates.ListAsync(CancellationToken.None))
                .Identities.Single(i => i.Node == node && i.Service == "tomcat")
                .Request!.Pem
        );
        Assert.Null(
            await seoul.Certificates.UploadAsync(
                node,
                "tomcat",
                leaf.RawData,
                CancellationToken.None
            )
        );
        Assert.Null(await seoul.Services!.RestartTomcatAsync(node, CancellationToken.None));
        Assert.Null(
            await seoul.Certificates.RequestAsync(
                node,
                "cup",
                CsrSpec.Default("cup", KeySpec.Default(KeyType.Ecdsa)),
                CancellationToken.None
            )
        );
        await clusters.Singapore.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );

        var secrets = new List<byte[]>(
            new[]
            {
                "icsa-lab",
                "operator-lab",
                "platform-lab",
                "a-wrong-password",
                "PRIVATE KEY",
            }.Select(Encoding.UTF8.GetBytes)
        );
        foreach (var cluster in clusters.Registry.Clusters)
            secrets.AddRange(await KeysAsync(clusters, cluster));
        Assert.True(secrets.Count > 20);
        // The lock is held, and holds nothing.
        foreach (var file in clusters.Files.Where(f => Path.GetFileName(f) != "lock"))
        {
            var bytes = await ReadAsync(file);
            foreach (var secret in secrets)
                Assert.True(bytes.AsSpan().IndexOf(secret) < 0, $"{file} holds a secret.");
        }

        var log = string.Join('\n', clusters.Logs.Lines);
        Assert.Contains("waits for a restart", log, StringComparison.Ordinal);
        Assert.Contains("INSERT INTO", log, StringComparison.Ordinal);
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(
                Encoding.Latin1.GetString(secret),
                log,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain(
                Convert.ToBase64String(secret),
                log,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain(
                Convert.ToHexString(secret),
                log,
                StringComparison.OrdinalIgnoreCase
            );
        }
    }

    /// <summary>The private number of every key that a cluster keeps.</summary>
    private static async Task<IEnumerable<byte[]>> KeysAsync(
        TwoClusters clusters,
        HostedCluster cluster
    )
    {
        var store = (await clusters.DatabaseOfAsync(cluster)).Certificates;
        var keys = new List<byte[]>();
        foreach (var node in cluster.Topology.Nodes.Select(n => n.Name))
        {
            foreach (var service in CertificateServices.All)
            {
                if (
                    await store.IdentityAsync(node, service, CancellationToken.None) is
                    { } identity
                )
                    keys.Add(identity.Key);
                if (
                    await store.RequestAsync(node, service, CancellationToken.None)
                    is var (_, pending)
                )
                    keys.Add(pending);
            }
        }

        return keys.Select(PrivateNumber);
    }

    private static byte[] PrivateNumber(byte[] pkcs8)
    {
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return ecdsa.ExportParameters(includePrivateParameters: true).D!;
        }
        catch (CryptographicException)
        {
            using var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return rsa.ExportParameters(includePrivateParameters: true).P!;
        }
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(
            file,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
