using System.Text;
using IcpConsole.Protocols.Axl;

namespace IcpConsole.Protocols.Tests;

/// <summary>Nodes and service parameters, from the server's half to the client's.</summary>
public sealed class AxlObjectTests
{
    private const string Service = "Cisco Intercluster Sync Agent";

    private static readonly Guid s_node = Guid.Parse("0a1b2c3d-0000-4000-8000-00000000000a");
    private static readonly AxlServiceParameter s_parameter = new(
        Guid.Parse("0a1b2c3d-0000-4000-8000-00000000000b"),
        "imp1",
        s_node,
        "SyncInterval",
        Service,
        "30",
        AxlServiceParameter.Number
    );

    private static AxlRequest Request(string operation, params IEnumerable<string> tags) =>
        new(operation, AxlSchema.Namespace("15.0"), "15.0", "7")
        {
            Elements =
            [
                new(
                    "returnedTags",
                    "",
                    null,
                    [.. tags.Select(t => new AxlElement(t, "", null, []))]
                ),
            ],
        };

    private static string Wire(Action<Stream> write) => Encoding.UTF8.GetString(Bytes(write));

    private static byte[] Bytes(Action<Stream> write)
    {
        using var wire = new MemoryStream();
        write(wire);
        return wire.ToArray();
    }

    private static async Task<T> AskAsync<T>(StubHandler handler, Func<AxlClient, Task<T>> ask)
    {
        using var http = new HttpClient(handler)
        {
            BaseAddress = new Uri("https://127.0.12.1:8443"),
        };
        return await ask(
            new AxlClient(http, "icsa", "icsa-lab", TimeProvider.System) { Version = "15.0" }
        );
    }

    [Fact]
    public async Task Nodes_are_asked_for_and_read()
    {
        AxlProcessNode[] nodes =
        [
            new(s_node, "imp1", "", AxlProcessNode.Publisher, AxlProcessNode.ImAndPresence),
            new(
                Guid.NewGuid(),
                "imp2",
                "<&>",
                AxlProcessNode.Subscriber,
                AxlProcessNode.ImAndPresence
            ),
        ];
        var handler = new StubHandler(
            200,
            Bytes(w => AxlResponses.WriteProcessNodes(w, Request("listProcessNode"), nodes))
        );
        Assert.Equal(
            nodes,
            await AskAsync(handler, c =>
                c.ListProcessNodesAsync("imp%", CancellationToken.None).ToListAsync().AsTask()
            )
        );
        Assert.Equal(
            "\"CUCM:DB ver=15.0 listProcessNode\"",
            Assert.Single(handler.Request!.Headers.GetValues("SOAPAction"))
        );
        Assert.Contains(
            "xmlns:ns=\"http://www.cisco.com/AXL/API/15.0\"",
            handler.RequestBody,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<searchCriteria><name>imp%</name></searchCriteria><returnedTags><name /><description /><nodeUsage /><processNodeRole /></returnedTags>",
            handler.RequestBody,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Service_parameters_are_asked_for_and_read()
    {
        var answer = Bytes(w =>
            AxlResponses.WriteServiceParameters(
                w,
                Request("listServiceParameter"),
                [s_parameter]
            )
        );
        var handler = new StubHandler(200, answer);
        Assert.Equal(
            [s_parameter],
            await AskAsync(handler, c =>
                c.ListServiceParametersAsync("%", Service, CancellationToken.None)
                    .ToListAsync()
                    .AsTask()
            )
        );
        Assert.Contains(
            $"<searchCriteria><processNodeName>%</processNodeName><service>{Service}</service></searchCriteria><returnedTags>",
            handler.RequestBody,
            StringComparison.Ordinal
        );

        handler = new StubHandler(200, answer);
        Assert.Equal(
            s_parameter,
            await AskAsync(handler, c =>
                c.GetServiceParameterAsync(
                    "imp1",
                    Service,
                    "SyncInterval",
                    CancellationToken.None
                )
            )
        );
        Assert.Contains(
            $"<processNodeName>imp1</processNodeName><name>SyncInterval</name><service>{Service}</service></ns:",
            handler.RequestBody,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_update_sends_the_value_and_reads_what_was_updated()
    {
        var handler = new StubHandler(
            200,
            Bytes(w =>
                AxlResponses.WriteUpdated(w, Request("updateServiceParameter"), s_parameter.Id)
            )
        );
        Assert.Equal(
            s_parameter.Id,
            await AskAsync(handler, c =>
                c.UpdateServiceParameterAsync(
                    "imp1",
                    Service,
                    "SyncInterval",
                    "60",
                    CancellationToken.None
                )
            )
        );
        Assert.Contains(
            $"<service>{Service}</service><value>60</value></ns:",
            handler.RequestBody,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_answer_has_the_tags_that_were_asked_for_in_the_order_of_the_schema()
    {
        Assert.Contains(
            "<ns:getServiceParameterResponse sequence=\"7\" xmlns:ns=\"http://www.cisco.com/AXL/API/15.0\"><return>"
                + "<serviceParameter uuid=\"{0A1B2C3D-0000-4000-8000-00000000000B}\"><processNodeName "
                + "uuid=\"{0A1B2C3D-0000-4000-8000-00000000000A}\">imp1</processNodeName>"
                + "<value>30</value></serviceParameter>"
                + "</return></ns:getServiceParameterResponse>",
            Wire(w =>
                AxlResponses.WriteServiceParameters(
                    w,
                    Request("getServiceParameter", "value", "processNodeName", "unknown"),
                    [s_parameter]
                )
            ),
            StringComparison.Ordinal
        );
        var node = new AxlProcessNode(
            s_node,
            "imp1",
            "",
            AxlProcessNode.Publisher,
            AxlProcessNode.ImAndPresence
        );
        Assert.Contains(
            "<return><processNode uuid=\"{0A1B2C3D-0000-4000-8000-00000000000A}\"><name>imp1</name>"
                + "<description /><ipv6Name /><nodeUsage>Publisher</nodeUsage><lbmHubGroup />"
                + "<processNodeRole>CUCM IM and Presence</processNodeRole></processNode></return>",
            Wire(w => AxlResponses.WriteProcessNodes(w, Request("listProcessNode"), [node])),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("<return/>")]
    [InlineData("<return><serviceParameter uuid='{x}'><name/></serviceParameter></return>")]
    [InlineData(
        "<return><serviceParameter><processNodeName/><name/><service/><value/><valueType/></serviceParameter></return>"
    )]
    [InlineData(
        "<return><serviceParameter uuid='{0A1B2C3D-0000-4000-8000-00000000000A}'><name/></serviceParameter></return>"
    )]
    [InlineData("")]
    public async Task An_answer_that_lacks_something_is_an_error(string answer)
    {
        var body = Encoding.UTF8.GetBytes(
            $"<e:Envelope xmlns:e='{AxlSchema.SoapEnvelope}'><e:Body><r>{answer}</r></e:Body></e:Envelope>"
        );
        Assert.Equal(
            AxlError.Malformed,
            (
                await Assert.ThrowsAsync<AxlException>(() =>
                    AskAsync(new StubHandler(200, body), c =>
                        c.GetServiceParameterAsync("a", "b", "c", CancellationToken.None)
                    )
                )
            ).Error
        );
        Assert.Equal(
            AxlError.Malformed,
            (
                await Assert.ThrowsAsync<AxlException>(() =>
                    AskAsync(new StubHandler(200, body), c =>
                        c.UpdateServiceParameterAsync(
                            "a",
                            "b",
                            "c",
                            "d",
                            CancellationToken.None
                        )
                    )
                )
            ).Error
        );
    }

    [Fact]
    public async Task What_is_not_there_is_a_fault_with_its_code()
    {
        var handler = new StubHandler(
            500,
            Bytes(w =>
                AxlResponses.WriteFault(
                    w,
                    "getServiceParameter",
                    AxlSchema.ItemNotValid,
                    "Item not valid: The specified ServiceParameter was not found",
                    clientFault: true
                )
            )
        );
        var fault = await Assert.ThrowsAsync<AxlException>(() =>
            AskAsync(handler, c =>
                c.GetServiceParameterAsync("imp1", Service, "Other", CancellationToken.None)
            )
        );
        Assert.Equal((AxlError.Fault, 5007), (fault.Error, fault.Code));
    }
}
