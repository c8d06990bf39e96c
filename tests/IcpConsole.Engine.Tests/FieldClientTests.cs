using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Users;

namespace IcpConsole.Engine.Tests;

/// <summary>HTTP as clients in the field come with it, to a node's 8443.</summary>
public sealed class FieldClientTests : IAsyncLifetime
{
    private const string Login = "icsa:icsa-lab";
    private const string Field = "field";
    private const string Password = "Gr\u00fcn-Stra\u00dfe-9";
    private const string ControlCenter =
        "/controlcenterservice2/services/ControlCenterServices";

    private TwoClusters _clusters = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _clusters = await TwoClusters.StartAsync();
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        )
        {
            BaseAddress = new Uri($"https://{Node}:8443"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _clusters.DisposeAsync();
    }

    private string Node => _clusters.Seoul.Topology.Publisher.Name.Value;

    private static string Query(string sql, string attributes = "") =>
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>"
        + $"<n:executeSQLQuery xmlns:n='http://www.cisco.com/AXL/API/15.0'{attributes}>"
        + $"<sql>{WebUtility.HtmlEncode(sql)}</sql></n:executeSQLQuery></e:Body></e:Envelope>";

    private async Task<(int Status, string Body, string? Type)> SendAsync(
        HttpMethod method,
        string path,
        byte[]? login,
        HttpContent? content = null
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (login is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(login)
            );
        using var response = await _http.SendAsync(request);
        return (
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.MediaType
        );
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static StringContent Soap(string xml) => new(xml, Encoding.UTF8, "text/xml");

    [Theory]
    [InlineData("/axl")]
    [InlineData("/axl/")]
    [InlineData("/AXL")]
    public async Task The_slash_at_the_end_of_the_path_may_be_left_out(string path) =>
        Assert.Equal(
            200,
            (
                await SendAsync(
                    HttpMethod.Post,
                    path,
                    Bytes(Login),
                    Soap(Query("select name from processnode"))
                )
            ).Status
        );

    [Theory]
    [InlineData("/axl/", Login, 200)]
    [InlineData("/axl", Login, 200)]
    [InlineData("/axl/", null, 401)]
    [InlineData("/axl/", "icsa:wrong", 401)]
    [InlineData("/axl/", "operator:operator-lab", 403)]
    public async Task A_health_check_that_logs_in_is_told_that_the_service_works(
        string path,
        string? login,
        int status
    )
    {
        var answer = await SendAsync(
            HttpMethod.Get,
            path,
            login is null ? null : Bytes(login)
        );
        Assert.Equal(status, answer.Status);
        if (status == 200)
            Assert.Equal(
                ("text/html", true),
                (answer.Type, answer.Body.Contains("is working", StringComparison.Ordinal))
            );
    }

    [Theory]
    [InlineData("/axl/?wsdl", "https://{0}:8443/axl/")]
    [InlineData("/axl?WSDL", "https://{0}:8443/axl")]
    [InlineData(ControlCenter + "?wsdl", "https://{0}:8443" + ControlCenter)]
    [InlineData(ControlCenter + "Ex?wsdl", "https://{0}:8443" + ControlCenter + "Ex")]
    public async Task Each_interface_describes_itself(string path, string address)
    {
        var (status, body, type) = await SendAsync(HttpMethod.Get, path, null);
        Assert.Equal((200, "text/xml"), (status, type));
        Assert.Contains(
            $"location=\"{string.Format(null, address, Node)}\"",
            body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_description_names_no_host_that_a_stranger_makes_up()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/axl/?wsdl");
        request.Headers.TryAddWithoutValidation("Host", "made_up.example:8443");
        using var response = await _http.SendAsync(request);
        Assert.DoesNotContain(
            "made_up",
            await response.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("utf-8", 200)]
    [InlineData("iso-8859-1", 200)]
    [InlineData("us-ascii", 401)]
    public async Task A_login_is_read_as_UTF_8_and_then_as_Latin_1(string encoding, int status)
    {
        Assert.Empty(
            await _clusters.Seoul.ApplicationUsers.SaveAsync(
                null,
                new ApplicationUserForm
                {
                    AxlUsername = Field,
                    AxlPassword = Password,
                    ConfirmAxlPassword = Password,
                },
                CancellationToken.None
            )
        );
        var login = Encoding.GetEncoding(encoding).GetBytes($"{Field}:{Password}");
        var query = Query("select name from processnode");
        for (var time = 0; time < 2; time++)
            Assert.Equal(
                status,
                (await SendAsync(HttpMethod.Post, "/axl/", login, Soap(query))).Status
            );
    }

    [Fact]
    public void A_login_that_is_written_out_does_not_tell_its_password()
    {
        var header = $"Basic {Convert.ToBase64String(Bytes($"{Field}:{Password}"))}";
        Assert.All(BasicCredential.Read(header), login =>
            Assert.DoesNotContain(login.Password, $"{login}", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("iso-8859-1", "caf\u00e9")]
    [InlineData("\"windows-1252\"", "20\u20ac")]
    [InlineData("utf-16le", "\ubbfc\uc218")]
    [InlineData("euc-kr", "\ubbfc\uc218")]
    public async Task A_charset_that_the_header_alone_names_is_taken(
        string charset,
        string text
    )
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(charset.Trim('"'))
            ?? Encoding.GetEncoding(charset.Trim('"'));
        var content = new ByteArrayContent(
            encoding.GetBytes(
                Query("select 'TEXT' as t from processnode where nodeid = 1")
                    .Replace("TEXT", text, StringComparison.Ordinal)
            )
        );
        content.Headers.TryAddWithoutValidation(
            "Content-Type",
            $"text/xml; charset={charset}"
        );
        var (status, body, _) = await SendAsync(
            HttpMethod.Post,
            "/axl/",
            Bytes(Login),
            content
        );
        Assert.Equal(200, status);
        Assert.Contains($"<t>{text}</t>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_charset_that_is_not_known_is_a_fault()
    {
        var content = new ByteArrayContent(Bytes(Query("select name from processnode")));
        content.Headers.TryAddWithoutValidation("Content-Type", "text/xml; charset=klingon");
        var (status, body, _) = await SendAsync(
            HttpMethod.Post,
            "/axl/",
            Bytes(Login),
            content
        );
        Assert.Equal(500, status);
        Assert.Contains("charset", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" sequence='7'", 200)]
    [InlineData(" sequence='18446744073709551615'", 200)]
    [InlineData(" sequence='abc'", 500)]
    [InlineData(" sequence='-1'", 500)]
    [InlineData(" sequence=''", 500)]
    public async Task A_sequence_is_a_number(string attribute, int status) =>
        Assert.Equal(
            status,
            (
                await SendAsync(
                    HttpMethod.Post,
                    "/axl/",
                    Bytes(Login),
                    Soap(Query("select name from processnode", attribute))
                )
            ).Status
        );

    [Theory]
    [InlineData("http/1.0", "1.0")]
    [InlineData("http/1.1", "1.0")]
    [InlineData(null, "1.0")]
    [InlineData(null, "1.1")]
    public async Task Older_HTTP_is_spoken_whatever_TLS_offers(string? offered, string version)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(Node, 8443);
        await using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = Node,
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
                ApplicationProtocols = offered is null
                    ? null
                    : [new SslApplicationProtocol(offered)],
            }
        );
        var body = Query("select name from processnode");
        await tls.WriteAsync(
            Bytes(
                $"POST /axl/ HTTP/{version}\r\nHost: {Node}\r\nConnection: close\r\n"
                    + $"Authorization: Basic {Convert.ToBase64String(Bytes(Login))}\r\n"
                    + $"Content-Type: text/xml\r\nContent-Length: {body.Length}\r\n\r\n{body}"
            )
        );
        using var reader = new StreamReader(tls);
        Assert.Contains(" 200 ", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }
}
