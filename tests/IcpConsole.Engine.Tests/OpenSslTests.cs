using System.Diagnostics;
using System.Text;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>OpenSSL, given what a peer's trust stores hold, verifies every listener that those certificates are for.</summary>
public sealed class OpenSslTests
{
    [Fact]
    public async Task Every_listener_is_verified_with_the_trust_that_the_peer_keeps_before_and_after_its_certificates_change()
    {
        await using var clusters = await TwoClusters.StartAsync();
        using var folder = new TempFolder();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var peer = await AddSecureAsync(singapore, seoul);
        await AddSecureAsync(seoul, singapore);
        await TwoClusters.StatusAsync(singapore, peer, s => s.CertificatesMark == Mark.Check);
        await VerifyAsync();

        // A node with new keys, and one with a certificate that an authority issued.
        using var root = TestAuthority.Root("Lab Root");
        foreach (var service in CertificateServices.Exchanged)
        {
            var (publisher, subscriber) = (seoul.Topology.Nodes[0].Name, seoul.Topology.Nodes[1].Name);
            await seoul.Certificates!.TrustAsync(service, root.File, CancellationToken.None);
            Assert.Null(await seoul.Certificates.RequestAsync(publisher, service, KeySpec.Default(KeyType.Ecdsa), CancellationToken.None));
            using var leaf = root.Sign((await seoul.Certificates.ListAsync(CancellationToken.None)).Identities.Single(i => i.Node == publisher && i.Service == service).Request!);
            Assert.Null(await seoul.Certificates.UploadAsync(publisher, service, leaf.RawData, CancellationToken.None));
            Assert.Null(await seoul.Certificates.GenerateAsync(subscriber, service, KeySpec.Default(KeyType.Rsa), CancellationToken.None));
        }

        foreach (var step in RestartPlan.Of([seoul]))
            Assert.Null(step.Service == ServiceCatalogue.Tomcat ? await seoul.Services!.RestartTomcatAsync(step.Node, CancellationToken.None) : await seoul.Services!.DoAsync(step.Node, step.Service, ServiceAction.Restart, CancellationToken.None));
        var contact = await singapore.Peering!.ProbeAsync(peer, CancellationToken.None);
        await singapore.Peering.ForceSyncAsync(peer, new ForcedSync(true, contact.Certificate, []), CancellationToken.None);
        var changed = singapore.Peering.Find(peer)!.Certificates!.Certificates.Where(c => c.State == PeerCertificateState.Changed).Select(c => c.Announced!).ToList();
        Assert.Null((await singapore.Peering.ForceSyncAsync(peer, new ForcedSync(true, null, changed), CancellationToken.None))!.Failure);
        await TwoClusters.StatusAsync(singapore, peer, s => s.CertificatesMark == Mark.Check);
        await VerifyAsync();

        async Task VerifyAsync()
        {
            var trusted = (await singapore.Certificates!.ListAsync(CancellationToken.None)).Trusted;
            foreach (var node in seoul.Topology.Nodes)
            {
                await VerifyOneAsync(node, "tomcat-trust", 8443);
                await VerifyOneAsync(node, "cup-trust", 5061);
                await VerifyOneAsync(node, "cup-xmpp-trust", 7400, "-starttls", "xmpp-server", "-xmpphost", node.Name.Value);
            }

            async Task VerifyOneAsync(Node node, string store, int port, params string[] more)
            {
                var file = folder.File("trust.pem");
                await File.WriteAllTextAsync(file, string.Join('\n', trusted.Where(t => t.Store == store).Select(t => t.Certificate!.ToPem())));
                Assert.Contains("Verify return code: 0 (ok)", await ConnectAsync(node, port, file, more), StringComparison.Ordinal);
                // With another store it would say so.
                await File.WriteAllTextAsync(file, TestAuthority.Root("Lab Root").Pem);
                Assert.DoesNotContain("Verify return code: 0 (ok)", await ConnectAsync(node, port, file, more), StringComparison.Ordinal);
            }
        }
    }

    private static async Task<string> ConnectAsync(Node node, int port, string trust, string[] more)
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["s_client", "-connect", $"{node.Address}:{port}", "-verify_return_error", "-verify_ip", node.Name.Value, "-partial_chain", "-no-CApath", "-no-CAstore", "-CAfile", trust, .. more])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8,
        })!;
        openssl.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var (output, error) = (openssl.StandardOutput.ReadToEndAsync(limit.Token), openssl.StandardError.ReadToEndAsync(limit.Token));
        await openssl.WaitForExitAsync(limit.Token);
        return await output + await error;
    }

    private static async Task<PeerId> AddSecureAsync(ICluster local, ICluster remote)
    {
        var form = TwoClusters.FormFor(remote);
        form.Protocol = PeerProtocol.Tls;
        var contact = await local.Peering!.ProbeAsync(null, form, CancellationToken.None);
        return (await local.Peering.SaveAsync(null, form, contact.Value!.Certificate, CancellationToken.None)).Value;
    }
}
