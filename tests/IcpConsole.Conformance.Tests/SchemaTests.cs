using System.Xml.Schema;
using IcpConsole.Protocols.Axl;

namespace IcpConsole.Conformance.Tests;

/// <summary>What our client asks and what our nodes answer is valid by Cisco's own schema.</summary>
public sealed class SchemaTests(Nodes nodes)
{
    private const string Service = "Cisco Intercluster Sync Agent";

    private async Task<T> AskAsync<T>(string operation, Func<AxlClient, Task<T>> ask)
    {
        await Package.CheckAsync();
        var (client, wire) = nodes.Client(0);
        var answer = await ask(client);
        Assert.Equal([operation, operation + "Response"], wire.Passed);
        return answer;
    }

    [Fact]
    public async Task A_query() => Assert.Equal(
        2, await AskAsync("executeSQLQuery", c => c.QueryAsync("SELECT name, mac FROM processnode WHERE systemnode='f'", CancellationToken.None).CountAsync().AsTask()));

    [Fact]
    public async Task The_version() => Assert.Equal("15", await AskAsync("getCCMVersion", c => c.GetCcmVersionAsync(CancellationToken.None)));

    [Fact]
    public async Task The_nodes() => Assert.Equal(2, await AskAsync("listProcessNode", c => c.ListProcessNodesAsync("%", CancellationToken.None).CountAsync().AsTask()));

    [Fact]
    public async Task Nodes_that_are_not_there() =>
        Assert.Equal(0, await AskAsync("listProcessNode", c => c.ListProcessNodesAsync("%nowhere", CancellationToken.None).CountAsync().AsTask()));

    [Fact]
    public async Task The_parameters_of_every_service() =>
        Assert.InRange(await AskAsync("listServiceParameter", c => c.ListServiceParametersAsync("%", "%", CancellationToken.None).CountAsync().AsTask()), 6, 1000);

    [Fact]
    public async Task A_parameter() =>
        Assert.Equal(Service, (await AskAsync("getServiceParameter", c => c.GetServiceParameterAsync(nodes.Publisher(0), Service, "CertificateSync", CancellationToken.None))).Service);

    [Fact]
    public async Task An_update() =>
        Assert.NotEqual(Guid.Empty, await AskAsync("updateServiceParameter", c => c.UpdateServiceParameterAsync(nodes.Subscriber(0), Service, "SyncInterval", "60", CancellationToken.None)));

    [Fact]
    public async Task A_fault()
    {
        await Package.CheckAsync();
        var (client, wire) = nodes.Client(0);
        await Assert.ThrowsAsync<AxlException>(() => client.UpdateServiceParameterAsync(nodes.Publisher(0), Service, "SyncInterval", "29", CancellationToken.None));
        Assert.Equal(["updateServiceParameter", "axlError"], wire.Passed);
    }

    [Theory]
    [InlineData("<n:getCCMVersion xmlns:n='http://www.cisco.com/AXL/API/15.0' sequence='1'/>")]
    [InlineData("<n:getCCMVersions xmlns:n='http://www.cisco.com/AXL/API/15.0'/>")]
    [InlineData("<n:updateServiceParameterResponse xmlns:n='http://www.cisco.com/AXL/API/15.0'><return>0A1B2C3D</return></n:updateServiceParameterResponse>")]
    [InlineData("<listProcessNodeResponse xmlns='http://www.cisco.com/AXL/API/15.0'><return/></listProcessNodeResponse>")]
    [InlineData("<e:Fault><detail><axlError><axlcode>x</axlcode><axlmessage/><request/></axlError></detail></e:Fault>")]
    public async Task What_is_not_of_the_schema_is_found_out(string part)
    {
        await Package.CheckAsync();
        Assert.Throws<XmlSchemaValidationException>(() => Schema.Validate($"<e:Envelope xmlns:e='{AxlSchema.SoapEnvelope}'><e:Body>{part}</e:Body></e:Envelope>"));
    }
}
