using System.Text;
using IcpConsole.Protocols.Axl;

namespace IcpConsole.Protocols.Tests;

public sealed class AxlRequestReaderTests
{
    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    private static Task<AxlRequest> ReadAsync(string xml) =>
        AxlRequestReader.ReadAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(xml)),
            CancellationToken.None
        );

    private static string Envelope(string body) =>
        $"<s:Envelope xmlns:s='{Soap}'><s:Header/><s:Body>{body}</s:Body></s:Envelope>";

    [Fact]
    public async Task The_real_agents_own_request_is_read()
    {
        // Cisco TAC 217581, section 6.1.
        var request = await ReadAsync(
            """
            <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"
                xmlns:ns="http://www.cisco.com/AXL/API/8.0"><SOAP-ENV:Header/><SOAP-ENV:Body>
            <ns:executeSQLQuery sequence="1563080407841">
            <sql>SELECT count(*) from processnode WHERE systemnode='f' and tknodeusage= 0</sql>
            </ns:executeSQLQuery></SOAP-ENV:Body></SOAP-ENV:Envelope>
            """
        );
        Assert.Equal(
            (
                "executeSQLQuery",
                "http://www.cisco.com/AXL/API/8.0",
                "8.0",
                "1563080407841",
                "SELECT count(*) from processnode WHERE systemnode='f' and tknodeusage= 0"
            ),
            (
                request.Operation,
                request.NamespaceUri,
                request.Version,
                request.Sequence,
                request.Sql
            )
        );
    }

    [Theory]
    [InlineData("http://www.cisco.com/AXL/API/15.0", "15.0")]
    [InlineData("http://www.cisco.com/AXL/API/13.0", "13.0")]
    [InlineData("http://www.cisco.com/AXL/API/1.0", "8.0")]
    public async Task The_schema_version_is_that_of_the_namespace(string ns, string version) =>
        Assert.Equal(
            version,
            (await ReadAsync(Envelope($"<a:getCCMVersion xmlns:a='{ns}'/>"))).Version
        );

    [Fact]
    public async Task The_elements_of_an_operation_are_read_two_levels_deep()
    {
        var request = await ReadAsync(
            Envelope(
                """
                <a:listServiceParameter xmlns:a='http://www.cisco.com/AXL/API/15.0'>text<searchCriteria>
                <processNodeName>127.<!-- c -->0.%</processNodeName><service><![CDATA[Cisco <%]]></service></searchCriteria>
                <returnedTags uuid='{x}'><name/><value a='b'><deeper>x</deeper>y</value></returnedTags>
                <skip>1</skip><skip>2</skip></a:listServiceParameter><b><c/></b>
                """
            )
        );
        Assert.Equal(
            ["searchCriteria", "returnedTags", "skip", "skip"],
            request.Elements.Select(e => e.Name)
        );
        Assert.Equal(
            [("processNodeName", "127.0.%"), ("service", "Cisco <%")],
            request.Find("searchCriteria")!.Children.Select(c => (c.Name, c.Text))
        );
        Assert.Equal(("{x}", "1"), (request.Find("returnedTags")!.Uuid, request.Text("skip")));
        Assert.Equal("y", request.Find("returnedTags")!.Children[1].Text);
        Assert.Equal(
            (true, true, false),
            (request.Returns("name"), request.Returns("value"), request.Returns("service"))
        );
        Assert.Null(request.Text("first"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<returnedTags/>")]
    public async Task Without_returned_tags_everything_is_returned(string tags) =>
        Assert.True(
            (
                await ReadAsync(
                    Envelope(
                        $"<a:getServiceParameter xmlns:a='http://www.cisco.com/AXL/API/15.0'>{tags}</a:getServiceParameter>"
                    )
                )
            ).Returns("value")
        );

    [Theory]
    [InlineData("<a/>", 128, true)]
    [InlineData("<a/>", 129, false)]
    [InlineData("<a><b/></a>", 65, false)]
    [InlineData("<a><b><c/></b></a>", 43, false)]
    public async Task More_elements_than_an_operation_has_are_refused(
        string element,
        int count,
        bool read
    )
    {
        var soap = Envelope(
            $"<a:listPhone xmlns:a='http://www.cisco.com/AXL/API/15.0'>{string.Concat(Enumerable.Repeat(element, count))}</a:listPhone>"
        );
        if (read)
            Assert.Equal(count, (await ReadAsync(soap)).Elements.Count);
        else
            Assert.Equal(
                AxlError.Malformed,
                (await Assert.ThrowsAsync<AxlException>(() => ReadAsync(soap))).Error
            );
    }

    [Theory]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<a/>")]
    [InlineData("<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'/>")]
    [InlineData(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>"
    )]
    [InlineData(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><x/></s:Body></s:Envelope>"
    )]
    [InlineData(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><a:executeSQLQuery xmlns:a='http://www.cisco.com/AXL/API/8.0'><sql>select"
    )]
    [InlineData(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>"
            + "<a:executeSQLQuery xmlns:a='http://www.cisco.com/AXL/API/8.0'><sql>a<b/></sql>"
            + "</a:executeSQLQuery></s:Body></s:Envelope>"
    )]
    [InlineData(
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><s:Envelope "
            + "xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>&x;</s:Body></s:Envelope>"
    )]
    public async Task What_is_not_an_AXL_request_is_an_error_and_nothing_else(string xml) =>
        Assert.Equal(
            AxlError.Malformed,
            (await Assert.ThrowsAsync<AxlException>(() => ReadAsync(xml))).Error
        );

    [Fact]
    public async Task Deep_nesting_is_refused() =>
        Assert.Equal(
            AxlError.Malformed,
            (
                await Assert.ThrowsAsync<AxlException>(() =>
                    ReadAsync(Envelope(string.Concat(Enumerable.Repeat("<a>", 10_000))))
                )
            ).Error
        );

    [Fact]
    public async Task An_oversized_request_is_refused() =>
        Assert.Equal(
            AxlError.Malformed,
            (
                await Assert.ThrowsAsync<AxlException>(() =>
                    ReadAsync(
                        Envelope(
                            $"<a:executeSQLQuery xmlns:a='http://www.cisco.com/AXL/API/8.0'>"
                                + $"<sql>{new string('x', AxlSchema.MaxRequestBytes)}</sql></a:executeSQLQuery>"
                        )
                    )
                )
            ).Error
        );
}
