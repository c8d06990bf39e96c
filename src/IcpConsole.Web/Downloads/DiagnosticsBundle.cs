using System.Globalization;
using System.IO.Compression;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Users;
using IcpConsole.Pages.Diagnostics;
using IcpConsole.Pages.Resources;
using IcpConsole.Web.Accounts;

namespace IcpConsole.Web.Downloads;

/// <summary>
/// One file for support: what the cluster is, what its tests found, what its peers, services,
/// certificates and alarms are, in words of both languages. It is made of what pages show, so no
/// password and no private key can be in it; a test searches it.
/// </summary>
internal static class DiagnosticsBundle
{
    private const string Path = "/clusters/{clusterId}/diagnostics/bundle.zip";

    private static readonly string[] s_languages = ["en", "ko"];

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new NameConverter() },
    };

    public static void MapDiagnosticsBundle(this WebApplication app) =>
        app.MapGet(Path, DownloadAsync).RequireAuthorization();

    private static async Task<IResult> DownloadAsync(
        string clusterId,
        IDoor door,
        HttpContext context,
        TimeProvider time
    )
    {
        var (who, stop) = (context.Principal(), context.RequestAborted);
        if (
            !ClusterId.TryParse(clusterId, out var id)
            || door.Look(who).Find(id) is not { } cluster
        )
            return Results.NotFound();
        if (cluster.Diagnostics is { RunAt: null })
            await RunChecksAsync(door, who, id, stop);
        using var file = new MemoryStream();
        await WriteAsync(door, who, id, file, stop);
        return Results.File(
            file.ToArray(),
            MediaTypeNames.Application.Zip,
            $"diagnostics-{id}-{time.GetUtcNow():yyyyMMdd-HHmmss}.zip"
        );
    }

    private static async Task RunChecksAsync(
        IDoor door,
        Principal who,
        ClusterId id,
        CancellationToken cancellationToken
    )
    {
        var all = new RunChecks(CheckSelection.All);
        var begun = await door.SendAsync(who, id, all, cancellationToken);
        if (begun.Succeeded)
            await door.EndOfAsync(who, begun.Value, cancellationToken);
    }

    internal static async Task WriteAsync(
        IDoor door,
        Principal who,
        ClusterId id,
        Stream output,
        CancellationToken cancellationToken
    )
    {
        if (door.Look(who).Find(id) is not { } cluster)
            return;
        async Task<TAnswer?> AskAsync<TAnswer>(Query<TAnswer> query)
            where TAnswer : class =>
            (await door.SendAsync(who, id, query, cancellationToken)).Value;

        await using var zip = await ZipArchive.CreateAsync(
            output,
            ZipArchiveMode.Create,
            leaveOpen: true,
            Encoding.UTF8,
            cancellationToken
        );
        foreach (var (name, text) in Texts(cluster))
            await AddAsync(zip, name, Encoding.UTF8.GetBytes(text), cancellationToken);
        var publisher = cluster.Topology.Publisher.Name;
        var (definition, traits, topology) = (
            cluster.Definition,
            cluster.Traits,
            cluster.Topology
        );
        await AddAsync(
            zip,
            "cluster.json",
            new
            {
                cluster.Id,
                definition.Name,
                cluster.State,
                cluster.Fault,
                Traits = traits,
                Nodes = topology.Nodes.Select(n => new
                {
                    n.Name,
                    Address = n.Address.ToString(),
                    n.Role,
                    n.Group,
                }),
                topology.UnifiedCmNodes,
                definition.SipFederation,
                Users = cluster.Users is not null
                    ? (
                        await door.SendAsync(who, id, new CountUsers(), cancellationToken)
                    ).Value
                    : (UserDigest?)null,
            },
            cancellationToken
        );
        await AddAsync(
            zip,
            "peers.json",
            (cluster.Peering?.Peers ?? []).Select(p => new
            {
                p.Peer.Address,
                p.Peer.Protocol,
                p.RemoteId,
                p.Overall,
                p.Connectivity,
                p.OtherSide,
                p.Users,
                p.LastSynchronized,
                p.RemoteNodes,
                p.Groups,
                p.Links,
                p.Sync.Phase,
                p.Sync.Failures,
                Names = p.Names?.Names.Select(n => new
                {
                    n.Name,
                    Addresses = n.Addresses.Select(a => a.ToString()),
                    n.Forward,
                    n.Reverse,
                    n.ReverseName,
                    n.Problem,
                }),
                Certificates = p.Certificates?.Certificates.Select(c => new
                {
                    c.Node,
                    c.Service,
                    c.State,
                    Announced = c.Announced?.Sha256,
                    Kept = c.Kept?.Sha256,
                    c.MissingIssuer,
                }),
            }),
            cancellationToken
        );
        foreach (var peer in cluster.Peering?.Peers ?? [])
            await AddAsync(
                zip,
                $"syncs-{peer.Peer.Address}.json",
                await AskAsync(new FindReceipts(peer.Peer.Id)) ?? [],
                cancellationToken
            );
        await AddAsync(
            zip,
            "services.json",
            topology.Nodes.Select(n => new
            {
                n.Name,
                Services = (cluster.Services?.Of(n.Name) ?? [])
                    .Where(s => s.Service.Key is not null)
                    .Select(s => new
                    {
                        s.Service.Name,
                        s.State,
                        s.Since,
                        s.Problem,
                    }),
            }),
            cancellationToken
        );
        await AddAsync(
            zip,
            "parameters.json",
            ParameterCatalogue.Services.ToDictionary(
                s => s,
                s => cluster.Parameters?.Of(publisher, s)
            ),
            cancellationToken
        );
        if (await AskAsync(new ListCertificates()) is { } list)
        {
            await AddAsync(
                zip,
                "certificates.json",
                new
                {
                    Identities = list.Identities.Select(i => new
                    {
                        i.Node,
                        i.Service,
                        i.Certificate?.Subject,
                        i.Certificate?.Issuer,
                        i.Certificate?.Sha256,
                        i.Certificate?.NotAfter,
                        Waits = i.Next is not null,
                        RequestPending = i.Request is not null,
                    }),
                    Trusted = list.Trusted.Select(t => new
                    {
                        t.Store,
                        t.PeerAddress,
                        t.Node,
                        t.Certificate?.Subject,
                        t.Certificate?.Issuer,
                        t.Certificate?.Sha256,
                        t.Certificate?.NotAfter,
                    }),
                },
                cancellationToken
            );
        }

        if (await AskAsync(new FindAlarms(new AlarmSearch())) is { } alarms)
            await AddAsync(
                zip,
                "alarms.json",
                alarms.Select(a => new
                {
                    a.Kind.Name,
                    a.Kind.Severity,
                    a.Subject,
                    a.Problem,
                    a.First,
                    a.Last,
                    a.Count,
                    a.ClearedAt,
                }),
                cancellationToken
            );
    }

    /// <summary>
    /// The culture of a thread is what resources go by; it is put back before anything is awaited.
    /// </summary>
    private static List<(string Name, string Text)> Texts(ClusterSnapshot cluster)
    {
        var reader = CultureInfo.CurrentUICulture;
        try
        {
            var texts = new List<(string, string)>();
            foreach (var language in s_languages)
            {
                CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
                texts.Add(($"readme.{language}.txt", DiagnosticText.BundleReadme));
                if (cluster.Diagnostics is not null)
                    texts.Add(($"troubleshooter.{language}.txt", CheckReport.Text(cluster)));
            }

            return texts;
        }
        finally
        {
            CultureInfo.CurrentUICulture = reader;
        }
    }

    private static Task AddAsync(
        ZipArchive zip,
        string name,
        object content,
        CancellationToken cancellationToken
    ) =>
        AddAsync(
            zip,
            name,
            JsonSerializer.SerializeToUtf8Bytes(content, s_json),
            cancellationToken
        );

    private static async Task AddAsync(
        ZipArchive zip,
        string name,
        byte[] content,
        CancellationToken cancellationToken
    )
    {
        await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest)
            .OpenAsync(cancellationToken);
        await entry.WriteAsync(content, cancellationToken);
    }

    /// <summary>Names and Cluster IDs are written as they read.</summary>
    private sealed class NameConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert == typeof(NodeName) || typeToConvert == typeof(ClusterId);

        public override JsonConverter CreateConverter(
            Type typeToConvert,
            JsonSerializerOptions options
        ) =>
            typeToConvert == typeof(NodeName)
                ? new Writer<NodeName>()
                : new Writer<ClusterId>();

        private sealed class Writer<T> : JsonConverter<T>
            where T : notnull
        {
            public override T Read(
                ref Utf8JsonReader reader,
                Type typeToConvert,
                JsonSerializerOptions options
            ) => throw new NotSupportedException();

            public override void Write(
                Utf8JsonWriter writer,
                T value,
                JsonSerializerOptions options
            ) => writer.WriteStringValue(value.ToString());
        }
    }
}
