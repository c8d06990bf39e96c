using System.Text;
using IcpConsole.Protocols.Axl;

namespace IcpConsole.Protocols.Tests;

public sealed class AxlRequestReaderTests
{
    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    private static Task<AxlRequest> ReadAsync(string xml) => AxlRequestReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(xml)), CancellationToken.None);

    private static string Envelope(string body) => $"<s:Envelope xmlns:s='{Soap}'><s:Header/><s:Body>{body}</s:Body></s:Envelope>";

    [Fact]
    public async Task The_real_agents_own_request_is_read()
    {
        // Cisco TAC 217581, section 6.1.
        var request = await ReadAsync("""
            <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns="http://www.cisco.com/AXL/API/8.0"><SOAP-ENV:Header/><SOAP-ENV:Body>
            <ns:executeSQLQuery sequence="1563080407841"><sql>SELECT count(*) from processnode WHERE systemnode='f' and tknodeusage= 0</sql></ns:executeSQLQuery></SOAP-ENV:Body></SOAP-ENV:Envelope>
            """);
        Assert.Equal(new AxlRequest("executeSQLQuery", "http://www.cisco.com/AXL/API/8.0", "8.0", "1563080407841", "SELECT count(*) from processnode WHERE systemnode='f' and tknodeusage= 0"), request);
    }

    [Theory]
    [InlineData("http://www.cisco.com/AXL/API/15.0", "15.0")]
    [InlineData("http://www.cisco.com/AXL/API/13.0", "13.0")]
    [InlineData("http://www.cisco.com/AXL/API/1.0", "8.0")]
    public async Task The_schema_version_is_that_of_the_namespace(string ns, string version) =>
        Assert.Equal(version, (await ReadAsync(Envelope($"<a:getCCMVersion xmlns:a='{ns}'/>"))).Version);

    [Theory]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<a/>")]
    [InlineData("<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'/>")]
    [InlineData("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>")]
    [InlineData("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><x/></s:Body></s:Envelope>")]
    [InlineData("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><a:executeSQLQuery xmlns:a='http://www.cisco.com/AXL/API/8.0'><sql>select")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>&x;</s:Body></s:Envelope>")]
    public async Task What_is_not_an_AXL_request_is_an_error_and_nothing_else(string xml) =>
        Assert.Equal(AxlError.Malformed, (await Assert.ThrowsAsync<AxlException>(() => ReadAsync(xml))).Error);

    [Fact]
    public async Task Deep_nesting_is_refused() =>
        Assert.Equal(AxlError.Malformed, (await Assert.ThrowsAsync<AxlException>(() => ReadAsync(Envelope(string.Concat(Enumerable.Repeat("<a>", 10_000)))))).Error);

    [Fact]
    public async Task An_oversized_request_is_refused() =>
        Assert.Equal(AxlError.Malformed, (await Assert.ThrowsAsync<AxlException>(() =>
            ReadAsync(Envelope($"<a:executeSQLQuery xmlns:a='http://www.cisco.com/AXL/API/8.0'><sql>{new string('x', AxlSchema.MaxRequestBytes)}</sql></a:executeSQLQuery>")))).Error);
}
