using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace IcpConsole.Engine.Tests;

/// <summary>Cisco AXL Web Service of a node, asked over real TLS.</summary>
public sealed class AxlEndpointTests : IAsyncLifetime
{
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
            BaseAddress = new Uri($"https://{_clusters.Seoul.Topology.Publisher.Name}:8443"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _clusters.DisposeAsync();
    }

    private async Task<(int Status, string Body)> PostAsync(
        string operation,
        string version = "8.0",
        string credential = "icsa:icsa-lab",
        string path = "/axl/"
    )
    {
        var soap =
            $"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>"
            + $"<n:{operation.Split(' ', '>')[0]} "
            + $"xmlns:n='http://www.cisco.com/AXL/API/{version}'{operation[operation.Split(' ', '>')[0].Length..]}</e:Body>"
            + "</e:Envelope>";
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(soap, Encoding.UTF8, "text/xml"),
        };
        if (credential.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes(credential))
            );
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private Task<(int Status, string Body)> QueryAsync(string sql) =>
        PostAsync(
            $"executeSQLQuery sequence='42'><sql>{WebUtility.HtmlEncode(sql)}</sql></n:executeSQLQuery>"
        );

    [Fact]
    public async Task The_count_query_is_answered_as_on_the_real_product()
    {
        var (status, body) = await QueryAsync(
            "SELECT count(*) from processnode WHERE systemnode='f' and tknodeusage= 0"
        );
        Assert.Equal(200, status);
        Assert.Contains(
            """<ns:executeSQLQueryResponse sequence="42" xmlns:ns="http://www.cisco.com/AXL/API/8.0">"""
                + "<return><row><count>1</count></row></return></ns:executeSQLQueryResponse>",
            body,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("15.0")]
    public async Task Every_supported_version_is_answered_in_its_own_namespace(string version)
    {
        var (status, body) = await PostAsync("getCCMVersion></n:getCCMVersion>", version);
        Assert.Equal(200, status);
        Assert.Contains(
            $"http://www.cisco.com/AXL/API/{version}",
            body,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<componentVersion><version>15.0.1</version></componentVersion>",
            body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_version_that_is_not_supported_is_599() =>
        Assert.Equal(
            599,
            (await PostAsync("getCCMVersion></n:getCCMVersion>", "13.0")).Status
        );

    [Theory]
    [InlineData("")]
    [InlineData("icsa:wrong")]
    [InlineData("nobody:icsa-lab")]
    [InlineData("icsa")]
    [InlineData(":")]
    public async Task Without_the_application_users_login_there_is_401(string credential) =>
        Assert.Equal(
            401,
            (
                await PostAsync("getCCMVersion></n:getCCMVersion>", credential: credential)
            ).Status
        );

    [Fact]
    public async Task The_login_of_a_user_without_the_AXL_role_is_403() =>
        Assert.Equal(
            403,
            (
                await PostAsync(
                    "getCCMVersion></n:getCCMVersion>",
                    credential: "operator:operator-lab"
                )
            ).Status
        );

    [Fact]
    public async Task A_login_that_was_good_does_not_let_another_password_in()
    {
        Assert.Equal(200, (await PostAsync("getCCMVersion></n:getCCMVersion>")).Status);
        Assert.Equal(
            401,
            (
                await PostAsync(
                    "getCCMVersion></n:getCCMVersion>",
                    credential: "icsa:icsa-lab2"
                )
            ).Status
        );
    }

    [Fact]
    public async Task Only_POST_and_GET_are_answered_and_only_there()
    {
        Assert.Equal(
            HttpStatusCode.MethodNotAllowed,
            (await _http.PutAsync("/axl/", null)).StatusCode
        );
        Assert.Equal(
            404,
            (await PostAsync("getCCMVersion></n:getCCMVersion>", path: "/")).Status
        );
    }

    [Fact]
    public async Task A_refused_query_is_a_fault_with_its_axlError()
    {
        var (status, body) = await QueryAsync("select PasswordHash from ApplicationUsers");
        Assert.Equal(500, status);
        Assert.Contains("<axlcode>-206</axlcode>", body, StringComparison.Ordinal);
        Assert.Contains("<request>executeSQLQuery</request>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_operation_is_a_fault() =>
        Assert.Equal(500, (await PostAsync("listPhone></n:listPhone>")).Status);

    [Fact]
    public async Task An_answer_over_8_MB_is_a_fault_that_says_how_many_rows_would_fit()
    {
        await _clusters.SetUsersAsync(
            _clusters.Seoul,
            TwoClusters.UsersOf(_clusters.Seoul, 200)
        );
        var (status, body) = await QueryAsync("select a.*, b.* from icsauser a, icsauser b");
        Assert.Equal(500, status);
        Assert.Matches(
            "<faultstring>Query request too large. Total rows matched: 40000 rows. Suggestive Row Fetch: less than [1-9][0-9]{3,4} rows</faultstring>",
            body
        );
    }

    [Fact]
    public async Task What_is_no_SOAP_is_a_fault_and_not_a_crash()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/axl/")
        {
            Content = new StringContent(
                "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"
            ),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String("icsa:icsa-lab"u8)
        );
        using var response = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain(
            "root:",
            await response.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }
}
