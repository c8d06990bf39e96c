using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Foundation;
using IcpConsole.Protocols.Axl;

namespace IcpConsole.Engine.Peering.Wire;

/// <summary>
/// What a peer tells of its own accord: the real product tells nothing of it, so it takes nothing
/// from whatever else was asked.
/// </summary>
/// <param name="View">How it sees this cluster; null where it does not tell.</param>
/// <param name="Services">Of its nodes; null where it does not tell.</param>
internal sealed record Told(PeerView? View, IReadOnlyList<PeerService>? Services)
{
    public static Told Nothing { get; } = new(null, null);
}

/// <summary>Asks for what a peer tells of its own accord.</summary>
internal static class ToldQueries
{
    public const string Views =
        "SELECT address, protocol, clusterid, reachable, layer, code, args, users, certificates, links, sip, routing, lastsynchronized FROM icsaview";

    public const string Services =
        "SELECT node, service, running, since, code, args FROM icsaservice";

    private const int MaxArgs = 2048;

    private static readonly int s_maxServices = Topology.MaxNodes * ServiceCatalogue.All.Count;

    /// <summary>For both questions together: whoever hangs is not waited for twice.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    public static async Task<Told> AskAsync(
        PeerConnection connection,
        ClusterContext cluster,
        CancellationToken cancellationToken
    )
    {
        var told = Told.Nothing;
        try
        {
            await cluster.Time.WithinAsync(
                s_limit,
                async token =>
                {
                    told = told with { View = await ViewOfAsync(connection, cluster, token) };
                    told = told with { Services = await ServicesAsync(connection, token) };
                    return told;
                },
                cancellationToken
            );
        }
        catch (TimeoutException)
        {
            // What came in time stands.
        }

        return told;
    }

    /// <summary>What the peer sees of its own peers.</summary>
    private static async Task<IReadOnlyList<PeerView>> ViewsAsync(
        PeerConnection connection,
        CancellationToken cancellationToken
    )
    {
        var views = new List<PeerView>();
        await foreach (var row in connection.QueryAsync(Views, cancellationToken))
        {
            if (
                !NodeName.TryParse(row["address"], out var address)
                || views.Count == Queries.MaxPeers
            )
                throw Queries.Malformed("address");
            ClusterId? id =
                row["clusterid"].Length == 0 ? null
                : ClusterId.TryParse(row["clusterid"], out var read) ? read
                : throw Queries.Malformed("clusterid");
            PassLayer? layer =
                row["layer"].Length == 0 ? null
                : Enum.TryParse<PassLayer>(row["layer"], out var failed)
                && Enum.IsDefined(failed)
                    ? failed
                : throw Queries.Malformed("layer");
            views.Add(
                new PeerView(
                    address,
                    ReadProtocol(row),
                    id,
                    ReadMark(row, "reachable"),
                    layer,
                    ReadCode(row),
                    ReadArgs(row),
                    ReadMark(row, "users"),
                    ReadMark(row, "certificates"),
                    ReadMark(row, "links"),
                    ReadMark(row, "sip"),
                    ReadMark(row, "routing"),
                    TryReadTime(row, "lastsynchronized", out var last) ? last : null
                )
            );
        }

        return views;
    }

    private static Task<PeerView?> ViewOfAsync(
        PeerConnection connection,
        ClusterContext cluster,
        CancellationToken cancellationToken
    ) =>
        OrNothingAsync(
            async () =>
                (await ViewsAsync(connection, cancellationToken)).FirstOrDefault(v =>
                    v.RemoteId == cluster.Id || cluster.Topology.Has(v.Address)
                ),
            cancellationToken
        );

    private static Task<IReadOnlyList<PeerService>?> ServicesAsync(
        PeerConnection connection,
        CancellationToken cancellationToken
    ) =>
        OrNothingAsync<IReadOnlyList<PeerService>>(
            async () => await ReadServicesAsync(connection, cancellationToken),
            cancellationToken
        );

    /// <summary>Whoever tells nothing, or what cannot be read, tells nothing.</summary>
    private static async Task<T?> OrNothingAsync<T>(
        Func<Task<T?>> ask,
        CancellationToken cancellationToken
    )
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested
                && PeerFailures.From(e) is not null
            )
        {
            return null;
        }
    }

    /// <summary>A service that is not known, one of a newer version, is passed over.</summary>
    private static async Task<IReadOnlyList<PeerService>> ReadServicesAsync(
        PeerConnection connection,
        CancellationToken cancellationToken
    )
    {
        var services = new List<PeerService>();
        var rows = 0;
        await foreach (var row in connection.QueryAsync(Services, cancellationToken))
        {
            if (!NodeName.TryParse(row["node"], out var node) || rows++ == s_maxServices)
                throw Queries.Malformed("node");
            if (!TryReadTime(row, "since", out var since))
                throw Queries.Malformed("since");
            if (ServiceCatalogue.Find(row["service"]) is not { } service)
                continue;
            if (services.Exists(s => s.Node == node && s.Service == service))
                throw Queries.Malformed("service");
            services.Add(
                new PeerService(
                    node,
                    service,
                    row["running"] switch
                    {
                        "t" => true,
                        "f" => false,
                        _ => throw Queries.Malformed("running"),
                    },
                    since,
                    ReadReason(row)
                )
            );
        }

        return services;
    }

    /// <summary>Anything but a reason for a restart is foreign here.</summary>
    private static Problem? ReadReason(AxlRow row)
    {
        var (code, args) = (ReadCode(row), ReadArgs(row));
        var reason = PeerView.Read(code, args);
        return reason switch
        {
            null
            or PeerAddedRestart
            or PeerDeletedRestart
            or RoutingTypeRestart
            or SipProcessesRestart
            or CertificateRestart
            or TrustRestart => reason,
            _ => new ForeignProblem(code!, args.Split(PeerView.Separator)),
        };
    }

    private static string? ReadCode(AxlRow row) =>
        row["code"] is { Length: <= EndUser.MaxLength } code
        && code.All(char.IsAsciiLetterOrDigit)
            ? code.Length == 0
                ? null
                : code
            : throw Queries.Malformed("code");

    private static string ReadArgs(AxlRow row) =>
        row["args"] is { Length: <= MaxArgs } args
        && !args.Any(c => char.IsControl(c) && c != PeerView.Separator)
            ? PeerView.Clean(args)
            : throw Queries.Malformed("args");

    private static bool TryReadTime(AxlRow row, string column, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(
            row[column],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out time
        );

    private static PeerProtocol ReadProtocol(AxlRow row) =>
        Enum.TryParse<PeerProtocol>(row["protocol"], out var protocol)
        && Enum.IsDefined(protocol)
            ? protocol
            : throw Queries.Malformed("protocol");

    private static Mark ReadMark(AxlRow row, string column) =>
        Enum.TryParse<Mark>(row[column], out var mark) && Enum.IsDefined(mark)
            ? mark
            : throw Queries.Malformed(column);
}
