using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Protocols.Axl;

namespace IcpConsole.Engine.Tests;

/// <summary>Nodes and service parameters over AXL, asked of a node over real TLS.</summary>
public sealed class AxlObjectTests : IAsyncLifetime
{
    private const string Service = ParameterCatalogue.InterclusterSyncAgent;

    private static readonly string s_interval = ParameterCatalogue.SyncInterval.Name;

    private readonly List<HttpClient> _https = [];
    private TwoClusters _clusters = null!;

    private Topology Topology => _clusters.Seoul.Topology;

    private string Publisher => Topology.Publisher.Name.Value;

    private string Subscriber =>
        Topology.Nodes.Single(n => n.Role == NodeRole.Subscriber).Name.Value;

    public async ValueTask InitializeAsync() => _clusters = await TwoClusters.StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var http in _https)
            http.Dispose();
        await _clusters.DisposeAsync();
    }

    private AxlClient Client(
        string? node = null,
        string password = "axl-lab",
        Func<string, string>? change = null
    )
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        };
        var http = new HttpClient(new ChangingHandler(handler, change))
        {
            BaseAddress = new Uri($"https://{node ?? Publisher}:8443"),
        };
        _https.Add(http);
        return new AxlClient(http, "axl", password, TimeProvider.System) { Version = "15.0" };
    }

    private static async Task<(int? Code, string Message)> FaultAsync(Func<Task> call)
    {
        var fault = await Assert.ThrowsAsync<AxlException>(call);
        Assert.Equal(AxlError.Fault, fault.Error);
        return (fault.Code, fault.Message);
    }

    private string Value(string node) =>
        _clusters.Seoul.Parameters!.Snapshot().Of(NodeName.Parse(node), Service)[s_interval];

    [Fact]
    public async Task Every_node_lists_the_nodes_of_its_cluster_by_the_ids_that_SQL_shows()
    {
        var nodes = await Client()
            .ListProcessNodesAsync("%", CancellationToken.None)
            .ToListAsync();
        Assert.Equal(
            [
                (Publisher, "Publisher", "CUCM IM and Presence"),
                (Subscriber, "Subscriber", "CUCM IM and Presence"),
            ],
            nodes.Select(n => (n.Name, n.NodeUsage, n.Role))
        );
        Assert.Equal(
            nodes,
            await Client(Subscriber)
                .ListProcessNodesAsync("127.%", CancellationToken.None)
                .ToListAsync()
        );
        Assert.Equal(
            [Subscriber],
            await Client()
                .ListProcessNodesAsync(Subscriber, CancellationToken.None)
                .Select(n => n.Name)
                .ToListAsync()
        );
        Assert.Empty(
            await Client()
                .ListProcessNodesAsync("%singapore%", CancellationToken.None)
                .ToListAsync()
        );

        var rows = await Client()
            .QueryAsync(
                "select pkid from processnode where systemnode = 'f' order by tknodeusage",
                CancellationToken.None
            )
            .ToListAsync();
        Assert.Equal(nodes.Select(n => n.Id.ToString()), rows.Select(r => r["pkid"]));
    }

    [Fact]
    public async Task A_list_is_searched_by_every_criterion_and_paged()
    {
        var second = await Client(change: r =>
                r.Replace(
                    "</returnedTags>",
                    "</returnedTags><skip>1</skip><first>5</first>",
                    StringComparison.Ordinal
                )
            )
            .ListProcessNodesAsync("%", CancellationToken.None)
            .ToListAsync();
        Assert.Equal([Subscriber], second.Select(n => n.Name));
        var unifiedCm = await Client(change: r =>
                r.Replace(
                    "</searchCriteria>",
                    "<processNodeRole>CUCM Voice%</processNodeRole></searchCriteria>",
                    StringComparison.Ordinal
                )
            )
            .ListProcessNodesAsync("%", CancellationToken.None)
            .ToListAsync();
        Assert.Empty(unifiedCm);
        var none = await FaultAsync(async () =>
            await Client(change: r =>
                    r.Replace("<name>%</name>", "", StringComparison.Ordinal)
                )
                .ListProcessNodesAsync("%", CancellationToken.None)
                .ToListAsync()
        );
        Assert.Equal(
            (-1, "At least one element under searchCriteria has to be mentioned."),
            none
        );
    }

    [Fact]
    public async Task Every_parameter_of_every_node_is_listed_with_its_value()
    {
        var all = await Client()
            .ListServiceParametersAsync("%", "%", CancellationToken.None)
            .ToListAsync();
        Assert.Equal(2 * ParameterCatalogue.All.Count, all.Count);
        Assert.Equal(all.Count, all.DistinctBy(p => p.Id).Count());
        Assert.All(all, p =>
            Assert.Equal(
                p.Value,
                _clusters
                    .Seoul.Parameters!.Snapshot()
                    .Of(NodeName.Parse(p.NodeName), p.Service)[p.Name]
            )
        );

        var ours = await Client(Subscriber)
            .ListServiceParametersAsync(
                Subscriber,
                "cisco intercluster%",
                CancellationToken.None
            )
            .ToListAsync();
        Assert.Equal(
            ParameterCatalogue.ForService(Service).Select(p => p.Name),
            ours.Select(p => p.Name)
        );
        var interval = ours.Single(p => p.Name == s_interval);
        Assert.Equal(
            (Subscriber, Service, "30", "long"),
            (interval.NodeName, interval.Service, interval.Value, interval.ValueType)
        );
        Assert.Equal(
            "string",
            ours.Single(p => p.Name == ParameterCatalogue.AutoRecovery.Name).ValueType
        );
        Assert.Contains(interval, all);
        var node = await Client()
            .ListProcessNodesAsync(Subscriber, CancellationToken.None)
            .SingleAsync();
        Assert.Equal(node.Id, interval.NodeId);
    }

    [Fact]
    public async Task A_parameter_is_got_by_its_key_by_its_id_and_by_that_of_its_node()
    {
        var interval = await Client()
            .GetServiceParameterAsync(Subscriber, Service, s_interval, CancellationToken.None);
        var key =
            $"<processNodeName>{Subscriber}</processNodeName><name>{s_interval}</name><service>{Service}</service>";
        Assert.Equal(
            interval,
            await Client(change: r =>
                    r.Replace(
                        key,
                        $"<uuid>{AxlSchema.Uuid(interval.Id)}</uuid>",
                        StringComparison.Ordinal
                    )
                )
                .GetServiceParameterAsync(
                    Subscriber,
                    Service,
                    s_interval,
                    CancellationToken.None
                )
        );
        Assert.Equal(
            interval,
            await Client(change: r =>
                    r.Replace(
                        "<processNodeName>",
                        $"<processNodeName uuid=\"{AxlSchema.Uuid(interval.NodeId!.Value)}\">",
                        StringComparison.Ordinal
                    )
                )
                .GetServiceParameterAsync("other", Service, s_interval, CancellationToken.None)
        );
    }

    [Fact]
    public async Task What_is_not_there_is_a_fault_of_code_5007()
    {
        async Task<(int?, string)> GetAsync(
            string node,
            string service,
            string name,
            Func<string, string>? change = null
        ) =>
            await FaultAsync(() =>
                Client(change: change)
                    .GetServiceParameterAsync(node, service, name, CancellationToken.None)
            );

        Assert.Equal(
            (5007, "Item not valid: The specified ProcessNode was not found"),
            await GetAsync("127.0.0.1", Service, s_interval)
        );
        Assert.Equal(
            (5007, "Item not valid: The specified ServiceParameter was not found"),
            await GetAsync(Publisher, Service, "PasswordHash")
        );
        Assert.Equal(
            (5007, "Item not valid: The specified ServiceParameter was not found"),
            await GetAsync(Publisher, "Cisco CallManager", s_interval)
        );
        foreach (var uuid in (string[])["", "x", "{00000000-0000-0000-0000-000000000000}"])
        {
            Assert.Equal(
                (5007, "Item not valid: The specified ServiceParameter was not found"),
                await GetAsync(Publisher, Service, s_interval, r =>
                    r.Replace(
                        "<processNodeName>",
                        $"<uuid>{uuid}</uuid><processNodeName>",
                        StringComparison.Ordinal
                    )
                )
            );
        }
    }

    [Fact]
    public async Task An_update_is_what_the_page_saves_on_that_node_alone_and_outlives_the_console()
    {
        var before = await Client()
            .GetServiceParameterAsync(Subscriber, Service, s_interval, CancellationToken.None);
        Assert.Equal(
            before.Id,
            await Client()
                .UpdateServiceParameterAsync(
                    Subscriber,
                    Service,
                    s_interval,
                    "1444",
                    CancellationToken.None
                )
        );
        Assert.Equal(
            before with
            {
                Value = "1444",
            },
            await Client(Subscriber)
                .GetServiceParameterAsync(
                    Subscriber,
                    Service,
                    s_interval,
                    CancellationToken.None
                )
        );
        Assert.Equal(("1444", "30"), (Value(Subscriber), Value(Publisher)));
        var kept = Assert.Single(
            await (await _clusters.DatabaseOfAsync(_clusters.Seoul)).Parameters.ReadAsync(
                CancellationToken.None
            )
        );
        Assert.Equal(
            (Subscriber, s_interval, "1444"),
            (kept.Node?.Value, kept.Name, kept.Value)
        );
    }

    [Theory]
    [InlineData("SyncInterval", "29", "a whole number from 30 to 1444")]
    [InlineData("SyncInterval", "", "a whole number from 30 to 1444")]
    [InlineData("SyncInterval", "<x/>", "a whole number from 30 to 1444")]
    [InlineData("AutoRecovery", "Perhaps", "one of Enabled, Disabled")]
    public async Task A_value_that_the_page_refuses_is_a_fault_that_says_why_and_nothing_is_kept(
        string name,
        string value,
        string wanted
    )
    {
        var fault = await FaultAsync(() =>
            Client()
                .UpdateServiceParameterAsync(
                    Publisher,
                    Service,
                    name,
                    value,
                    CancellationToken.None
                )
        );
        Assert.Equal(
            (5007, $"Item not valid: The value of {name} has to be {wanted}."),
            fault
        );
        Assert.Empty(
            await (await _clusters.DatabaseOfAsync(_clusters.Seoul)).Parameters.ReadAsync(
                CancellationToken.None
            )
        );
    }

    [Fact]
    public async Task An_update_without_a_value_changes_nothing()
    {
        await Client(change: r => r.Replace("<value>60</value>", "", StringComparison.Ordinal))
            .UpdateServiceParameterAsync(
                Publisher,
                Service,
                s_interval,
                "60",
                CancellationToken.None
            );
        Assert.Empty(
            await (await _clusters.DatabaseOfAsync(_clusters.Seoul)).Parameters.ReadAsync(
                CancellationToken.None
            )
        );
    }

    [Fact]
    public async Task Without_the_login_nothing_is_updated()
    {
        var client = Client(password: "wrong");
        var refusal = await Assert.ThrowsAsync<AxlException>(() =>
            client.UpdateServiceParameterAsync(
                Publisher,
                Service,
                s_interval,
                "60",
                CancellationToken.None
            )
        );
        Assert.Equal((AxlError.Unauthorized, "30"), (refusal.Error, Value(Publisher)));
    }

    /// <summary>Changes a request on its way, into what this client would not send.</summary>
    private sealed class ChangingHandler(
        HttpMessageHandler inner,
        Func<string, string>? change
    ) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            if (change is not null)
                request.Content = new StringContent(
                    change(await request.Content!.ReadAsStringAsync(cancellationToken))
                );
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
