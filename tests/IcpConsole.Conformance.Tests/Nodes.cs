using IcpConsole.Conformance.Tests;
using IcpConsole.Protocols.Axl;
using IcpConsole.Testing;

[assembly: AssemblyFixture(typeof(Nodes))]

namespace IcpConsole.Conformance.Tests;

/// <summary>
/// A console with its lab, for all tests. Each test sets parameters of a node of its own.
/// </summary>
public sealed class Nodes : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private LabConsole? _console;

    public async ValueTask InitializeAsync()
    {
        if (await Package.MissingAsync() is not null)
            return;
        _console = new LabConsole(users: 5);
        await _console.StartedAsync();
    }

    /// <summary>Publisher of seoul (0), singapore (1) or frankfurt (2).</summary>
    public string Publisher(int cluster) => _console!.Publisher(cluster);

    public string Subscriber(int cluster) => _console!.Address(cluster, 2);

    /// <summary>
    /// A way to a publisher on which what is sent and answered is held against the schema.
    /// </summary>
    internal (HttpClient Http, ValidatingHandler Wire) Open(int cluster)
    {
        var wire = new ValidatingHandler(
            new SocketsHttpHandler
            {
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        );
        var http = new HttpClient(wire)
        {
            BaseAddress = new Uri($"https://{Publisher(cluster)}:{AxlSchema.Port}"),
        };
        _console!.AtEnd(() => Task.Run(http.Dispose));
        return (http, wire);
    }

    /// <summary>File with the tomcat certificate that a node presents.</summary>
    public async Task<string> CertificateAsync(string node)
    {
        var pem = "";
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                SslOptions =
                {
                    RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    {
                        pem = (
                            (System.Security.Cryptography.X509Certificates.X509Certificate2)
                                certificate!
                        ).ExportCertificatePem();
                        return true;
                    },
                },
            }
        );
        using var response = await http.GetAsync(new Uri($"https://{node}:{AxlSchema.Port}/"));
        var file = _folder.File($"{node}.pem");
        await File.WriteAllTextAsync(file, pem);
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        if (_console is not null)
            await _console.DisposeAsync();
        _folder.Dispose();
    }
}
