using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Engine.Users;
using IcpConsole.Protocols.ControlCenter;
using IcpConsole.Protocols.Tls;
using IcpConsole.Storage.Certificates;
using Microsoft.Extensions.Logging;
using WireStatus = IcpConsole.Protocols.ControlCenter.ServiceStatus;

namespace IcpConsole.Engine.Services;

/// <summary>
/// Asks a node how its services are, as the real product's administration does: by its name, over
/// 8443, with its tomcat certificate checked (Cisco TAC 217514). What it does not say is unknown.
/// </summary>
internal sealed partial class NodeReader(ClusterContext cluster, ApplicationLogin logins)
{
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(12);

    /// <summary>However many look at it, a node is asked once in so long.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<
        NodeName,
        (long At, Task<NodeReading> Reading)
    > _readings = new();
    private readonly ILogger _log = cluster.Loggers.CreateLogger<NodeReader>();

    public Task<NodeReading> ReadAsync(NodeName node)
    {
        var now = cluster.Time.GetTimestamp();
        return _readings
            .AddOrUpdate(
                node,
                _ => (now, AskAsync(node)),
                (_, last) =>
                    cluster.Time.GetElapsedTime(last.At, now) < s_fresh
                        ? last
                        : (now, AskAsync(node))
            )
            .Reading;
    }

    private async Task<NodeReading> AskAsync(NodeName node)
    {
        var at = cluster.Time.GetUtcNow();
        try
        {
            var answer = await cluster.Time.WithinAsync(
                s_answer,
                token => AskAsync(node, token),
                CancellationToken.None
            );
            return new NodeReading(
                node,
                at,
                [
                    .. from told in answer.Services
                    let service = ServiceCatalogue.Find(told.ServiceName)
                    where service is not null
                    select new ReadService(service, StateOf(told)),
                ],
                null
            );
        }
        catch (Exception e)
        {
            var failure = PeerFailures.From(e, cluster);
            var problem =
                e is TimeoutException
                    ? new NodeTimedOut((int)Math.Round(s_answer.TotalSeconds))
                : e is ControlCenterException refused ? new NodeRefused(refused.Message)
                : failure?.Problem;
            if (problem is null)
                LogUnexpected(e, cluster.Id.Value, node.Value);
            return new NodeReading(node, at, [], problem ?? new Unexpected())
            {
                Layer = failure?.Layer,
            };
        }
    }

    private async Task<ServiceInformationResponse> AskAsync(
        NodeName node,
        CancellationToken cancellationToken
    )
    {
        var trust = new PeerTrust(cluster.Time);
        if (
            await cluster.Database.Certificates.PemAsync(
                node,
                CertificateServices.Tomcat,
                cancellationToken
            ) is
            { } pem
        )
            trust.Replace([new TrustEntry(CertificateServices.Tomcat, node, pem)]);
        using var http = new HttpClient(Handler(node, trust))
        {
            BaseAddress = new UriBuilder(
                Uri.UriSchemeHttps,
                node.Value,
                ControlCenterSchema.Port
            ).Uri,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var client = new ControlCenterClient(
            http,
            logins.Own.Username,
            logins.Own.Password,
            cluster.Time
        );
        return await client.GetServiceStatusAsync([], cancellationToken);
    }

    private SocketsHttpHandler Handler(NodeName node, PeerTrust trust) =>
        new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = 1,
            ConnectCallback = async (_, token) =>
                await Dialer.DialAsync(
                    cluster,
                    cluster.Topology.Publisher,
                    node,
                    ControlCenterSchema.Port,
                    resolved: null,
                    token
                ),
            SslOptions = new SslClientAuthenticationOptions
            {
                TargetHost = node.Value,
                CertificateChainPolicy = TlsPolicy.Offline,
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    certificate is X509Certificate2 presented
                    && (
                        trust.Judge(CertificateServices.Tomcat, node, presented)
                            is not { } failure
                            ? true
                            : throw new PeerFailureException(failure)
                    ),
            },
        };

    private static ServiceState StateOf(ServiceInformation told) =>
        (told.ServiceStatus, told.ReasonCode) switch
        {
            (WireStatus.Started, _) => ServiceState.Running,
            (WireStatus.Starting, _) => ServiceState.Starting,
            (WireStatus.Stopping, _) => ServiceState.Stopping,
            (WireStatus.Stopped, ControlCenterReason.NotActivated) => ServiceState.Deactivated,
            (WireStatus.Stopped, _) => ServiceState.Stopped,
            _ => ServiceState.Absent,
        };

    [LoggerMessage(LogLevel.Error, "{Cluster}: unexpected failure of the look at node {Node}")]
    private partial void LogUnexpected(Exception exception, string cluster, string node);
}
