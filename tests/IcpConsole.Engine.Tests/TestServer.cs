using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// A server on port 8443 that is no IM and Presence node: does what the test tells it to with each
/// connection.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public TestServer(IPAddress address, Func<NetworkStream, CancellationToken, Task> serve)
    {
        _listener = new TcpListener(address, 8443);
        _listener.Start();
        _loop = Task.Run(async () =>
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                    await serve(client.GetStream(), _stop.Token);
                }
                catch (Exception e)
                    when (e
                            is OperationCanceledException
                                or IOException
                                or SocketException
                                or System.Security.Authentication.AuthenticationException
                    ) { }
            }
        });
    }

    /// <summary>
    /// Shakes hands with this certificate and keeps what a client sends after that.
    /// </summary>
    public static TestServer Tls(
        IPAddress address,
        X509Certificate2 certificate,
        MemoryStream received
    ) => new(address, async (stream, cancellationToken) =>
        {
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate },
                cancellationToken
            );
            await tls.CopyToAsync(received, cancellationToken);
        });

    /// <summary>
    /// Answers AXL queries as it is told: with rows, or with a fault where that is null.
    /// </summary>
    public static TestServer Axl(
        IPAddress address,
        X509Certificate2 certificate,
        Func<string, string?> rows
    ) => new(address, async (stream, cancellationToken) =>
        {
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate },
                cancellationToken
            );
            var request = new StringBuilder();
            var buffer = new byte[4096];
            while (!request.ToString().Contains("Envelope>", StringComparison.Ordinal))
            {
                var read = await tls.ReadAsync(buffer, cancellationToken);
                if (read == 0)
                    return;
                request.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }

            var answer = rows(request.ToString());
            const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
            var body = answer is not null
                ? $"<e:Envelope xmlns:e='{Soap}'><e:Body><r><return>{answer}</return></r></e:Body></e:Envelope>"
                : $"<e:Envelope xmlns:e='{Soap}'><e:Body><e:Fault><faultstring>The specified table is not "
                    + "in the database.</faultstring></e:Fault></e:Body></e:Envelope>";
            await tls.WriteAsync(
                Encoding.UTF8.GetBytes(
                    $"HTTP/1.1 {(answer is null ? "500 Error" : "200 OK")}\r\nContent-Type: "
                        + "text/xml\r\nConnection: close\r\nContent-Length: "
                        + $"{Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
                ),
                cancellationToken
            );
        });

    public static X509Certificate2 Certificate(string name, DateTimeOffset? notAfter = null) =>
        Certificate(name, [], notAfter);

    public static X509Certificate2 Certificate(
        string name,
        IEnumerable<string> others,
        DateTimeOffset? notAfter = null
    )
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            $"CN={name}",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        foreach (var other in others)
            names.AddDnsName(other);
        request.CertificateExtensions.Add(names.Build());
        var end = notAfter ?? TimeProvider.System.GetUtcNow().AddYears(1);
        return request.CreateSelfSigned(end.AddYears(-2), end);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }
}
