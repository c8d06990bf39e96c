using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Testing;

namespace IcpConsole.Protocols.Tests;

/// <summary>Two ends of a TCP connection, on an address that nobody else uses.</summary>
internal sealed class Loopback : IAsyncDisposable
{
    private readonly TestNetwork _network;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(15));

    private Loopback(TestNetwork network, NetworkStream client, NetworkStream server) =>
        (_network, Client, Server) = (network, client, server);

    public NetworkStream Client { get; }

    public NetworkStream Server { get; }

    /// <summary>What hangs fails.</summary>
    public CancellationToken Deadline => _deadline.Token;

    public static async Task<Loopback> ConnectAsync()
    {
        var network = TestNetwork.Take();
        using var listener = new TcpListener(network.Address(0, 1), 0);
        listener.Start();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndpoint);
        return new Loopback(
            network,
            new NetworkStream(client, ownsSocket: true),
            new NetworkStream(await listener.AcceptSocketAsync(), ownsSocket: true)
        );
    }

    public static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        _network.Dispose();
        _deadline.Dispose();
    }
}
