using System.Diagnostics;
using System.Text;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>OpenSSL as a judge of listeners, with the trust that the other side keeps.</summary>
internal static class OpenSsl
{
    /// <summary>
    /// Every listener of every node, TLS or STARTTLS, with what the other cluster's trust stores
    /// hold.
    /// </summary>
    public static async Task VerifyAsync(HostedCluster listening, HostedCluster trusting)
    {
        using var folder = new TempFolder();
        var trusted = (await trusting.Certificates!.ListAsync(CancellationToken.None)).Trusted;
        foreach (var node in listening.Topology.Nodes)
        {
            await VerifyOneAsync(node, "tomcat-trust", 8443);
            if (await PortAsync(node.Address, 443))
                await VerifyOneAsync(node, "tomcat-trust", 443);
            await VerifyOneAsync(node, "cup-trust", 5061);
            await VerifyOneAsync(
                node,
                "cup-xmpp-trust",
                7400,
                "-starttls",
                "xmpp-server",
                "-xmpphost",
                node.Name.Value
            );
        }

        async Task VerifyOneAsync(Node node, string store, int port, params string[] more)
        {
            var file = folder.File("trust.pem");
            await File.WriteAllTextAsync(
                file,
                string.Join(
                    '\n',
                    trusted
                        .Where(t => t.Store == store && t.Certificate is not null)
                        .Select(t => t.Certificate!.ToPem())
                )
            );
            Assert.Contains(
                "Verify return code: 0 (ok)",
                await ConnectAsync(node, port, file, more),
                StringComparison.Ordinal
            );
            // With another store it would say so.
            await File.WriteAllTextAsync(file, TestAuthority.Root("Lab Root").Pem);
            Assert.DoesNotContain(
                "Verify return code: 0 (ok)",
                await ConnectAsync(node, port, file, more),
                StringComparison.Ordinal
            );
        }
    }

    /// <summary>443 is there where the tests may open it.</summary>
    private static async Task<bool> PortAsync(System.Net.IPAddress address, int port)
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            await client.ConnectAsync(address, port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static async Task<string> ConnectAsync(
        Node node,
        int port,
        string trust,
        string[] more
    )
    {
        using var openssl = Process.Start(
            new ProcessStartInfo(
                "openssl",
                [
                    "s_client",
                    "-connect",
                    $"{node.Address}:{port}",
                    "-verify_return_error",
                    "-verify_ip",
                    node.Name.Value,
                    "-partial_chain",
                    "-no-CApath",
                    "-no-CAstore",
                    "-CAfile",
                    trust,
                    .. more,
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            }
        )!;
        openssl.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var (output, error) = (
            openssl.StandardOutput.ReadToEndAsync(limit.Token),
            openssl.StandardError.ReadToEndAsync(limit.Token)
        );
        await openssl.WaitForExitAsync(limit.Token);
        return await output + await error;
    }
}
