using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IcpConsole.Engine.Tests;

/// <summary>A server on port 8443 that is no IM and Presence node: does what the test tells it to with each connection.</summary>
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
                catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or System.Security.Authentication.AuthenticationException)
                {
                }
            }
        });
    }

    /// <summary>Shakes hands with this certificate and keeps what a client sends after that.</summary>
    public static TestServer Tls(IPAddress address, X509Certificate2 certificate, MemoryStream received) => new(address, async (stream, cancellationToken) =>
    {
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
        await tls.CopyToAsync(received, cancellationToken);
    });

    public static X509Certificate2 Certificate(string name, DateTimeOffset? notAfter = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address)) names.AddIpAddress(address);
        else names.AddDnsName(name);
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
