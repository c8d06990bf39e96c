using System.Net.Http.Headers;
using System.Xml.Schema;
using IcpConsole.Protocols.Axl;

namespace IcpConsole.Conformance.Tests;

/// <summary>
/// What our client asks and what our nodes answer is valid by Cisco's own schema.
/// </summary>
public sealed class SchemaTests(Nodes nodes)
{
    private const string Service = "Cisco Intercluster Sync Agent";

    private static AxlClient Client(HttpClient http) =>
        new(http, "axl", "axl-lab", TimeProvider.System) { Version = "15.0" };

    private async Task<T> AskAsync<T>(string operation, Func<AxlClient, Task<T>> ask)
    {
        await Package.CheckAsync();
        var (http, wire) = nodes.Open(0);
        var answer = await ask(Client(http));
        Assert.Equal([operation, operation + "Response"], wire.Passed);
        return answer;
    }

    [Fact]
    public async Task A_query() =>
        Assert.Equal(
            2,
            await AskAsync("executeSQLQuery", c =>
                c.QueryAsync(
                        "SELECT name, mac FROM processnode WHERE systemnode='f'",
                        CancellationToken.None
                    )
                    .CountAsync()
                    .AsTask()
            )
        );

    [Fact]
    public async Task The_version() =>
        Assert.Equal(
            "15.0.1",
            await AskAsync("getCCMVersion", c => c.GetCcmVersionAsync(CancellationToken.None))
        );

    [Fact]
    public async Task The_nodes() =>
        Assert.Equal(
            2,
            await AskAsync("listProcessNode", c =>
                c.ListProcessNodesAsync("%", CancellationToken.None).CountAsync().AsTask()
            )
        );

    [Fact]
    public async Task Nodes_that_are_not_there() =>
        Assert.Equal(
            0,
            await AskAsync("listProcessNode", c =>
                c.ListProcessNodesAsync("%nowhere", CancellationToken.None)
                    .CountAsync()
                    .AsTask()
            )
        );

    [Theory]
    [InlineData(
        "listProcessNode",
        "<searchCriteria><name>%</name></searchCriteria><returnedTags/>"
    )]
    [InlineData(
        "listProcessNode",
        "<searchCriteria><processNodeRole>CUCM IM%</processNodeRole></searchCriteria>"
            + "<returnedTags><processNodeRole/></returnedTags><skip>1</skip><first>1</first>"
    )]
    [InlineData(
        "listServiceParameter",
        "<searchCriteria><service>%</service></searchCriteria><returnedTags/>"
    )]
    public async Task What_our_client_does_not_ask_for(string operation, string children)
    {
        await Package.CheckAsync();
        var (http, wire) = nodes.Open(0);
        using var request = new HttpRequestMessage(HttpMethod.Post, AxlSchema.Path)
        {
            Content = new StringContent(
                $"<e:Envelope xmlns:e='{AxlSchema.SoapEnvelope}'><e:Body><n:{operation} "
                    + $"xmlns:n='http://www.cisco.com/AXL/API/15.0' sequence='1'>{children}</n:{operation}>"
                    + "</e:Body></e:Envelope>"
            ),
            Headers =
            {
                Authorization = new AuthenticationHeaderValue(
                    "Basic",
                    Convert.ToBase64String("icsa:icsa-lab"u8)
                ),
            },
        };
        using var response = await http.SendAsync(request);
        Assert.Equal([operation, operation + "Response"], wire.Passed);
    }

    [Fact]
    public async Task The_parameters_of_every_service() =>
        Assert.InRange(
            await AskAsync("listServiceParameter", c =>
                c.ListServiceParametersAsync("%", "%", CancellationToken.None)
                    .CountAsync()
                    .AsTask()
            ),
            6,
            1000
        );

    [Fact]
    public async Task A_parameter() =>
        Assert.Equal(
            Service,
            (
                await AskAsync("getServiceParameter", c =>
                    c.GetServiceParameterAsync(
                        nodes.Publisher(0),
                        Service,
                        "CertificateSync",
                        CancellationToken.None
                    )
                )
            ).Service
        );

    [Fact]
    public async Task An_update() =>
        Assert.NotEqual(
            Guid.Empty,
            await AskAsync("updateServiceParameter", c =>
                c.UpdateServiceParameterAsync(
                    nodes.Subscriber(0),
                    Service,
                    "SyncInterval",
                    "60",
                    CancellationToken.None
                )
            )
        );

    [Fact]
    public async Task A_fault()
    {
        await Package.CheckAsync();
        var (http, wire) = nodes.Open(0);
        await Assert.ThrowsAsync<AxlException>(() =>
            Client(http)
                .UpdateServiceParameterAsync(
                    nodes.Publisher(0),
                    Service,
                    "SyncInterval",
                    "29",
                    CancellationToken.None
                )
        );
        Assert.Equal(["updateServiceParameter", "axlError"], wire.Passed);
    }

    [Theory]
    [InlineData("<n:getCCMVersion xmlns:n='http://www.cisco.com/AXL/API/15.0' sequence='1'/>")]
    [InlineData("<n:getCCMVersion xmlns:n='http://www.cisco.com/AXL/API/8.0'/>")]
    [InlineData("<n:getCCMVersions xmlns:n='http://www.cisco.com/AXL/API/15.0'/>")]
    [InlineData(
        "<n:updateServiceParameterResponse xmlns:n='http://www.cisco.com/AXL/API/15.0'><return>0A1B2C3D</return></n:updateServiceParameterResponse>"
    )]
    [InlineData(
        "<listProcessNodeResponse xmlns='http://www.cisco.com/AXL/API/15.0'><return/></listProcessNodeResponse>"
    )]
    [InlineData(
        "<e:Fault><detail><axlError><axlcode>x</axlcode><axlmessage/><request/></axlError></detail></e:Fault>"
    )]
    public async Task What_is_not_of_the_schema_is_found_out(string part)
    {
        await Package.CheckAsync();
        Assert.Throws<XmlSchemaValidationException>(() =>
            Schema.Validate(
                $"<e:Envelope xmlns:e='{AxlSchema.SoapEnvelope}'><e:Body>{part}</e:Body></e:Envelope>"
            )
        );
    }
}
