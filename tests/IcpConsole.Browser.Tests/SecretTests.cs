using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>
/// Passwords and private keys leave the console by no page and by no answer: everything that it
/// sends, to a browser and to programs, is searched.
/// </summary>
public sealed class SecretTests(Browser browser) : IAsyncLifetime
{
    private static readonly string[] s_passwords =
    [
        "icsa-lab",
        "operator-lab",
        "platform-lab",
        ConsoleProcess.Password,
        "a-wrong-password",
    ];

    /// <summary>As they go over the wire.</summary>
    private static readonly string[] s_basic =
    [
        "icsa:icsa-lab",
        "icsa:a-wrong-password",
        "operator:operator-lab",
        "platform:platform-lab",
    ];

    /// <summary>
    /// How every PKCS#8 key of P-256 and every one of RSA with 2048 bits begins (RFC 5208).
    /// </summary>
    private static readonly string[] s_keys =
    [
        "PRIVATE KEY",
        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg",
        "IBADANBgkqhkiG9w0BAQEFAASC",
    ];

    private readonly LabConsole _console = new(users: 20);
    private readonly ConcurrentBag<string> _sent = [];

    public async ValueTask InitializeAsync() => await _console.StartedAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task No_page_and_no_answer_holds_a_password_or_a_private_key()
    {
        var page = await browser.PageAsync(_console);
        page.WebSocket += (_, socket) =>
            socket.FrameReceived += (_, frame) =>
                _sent.Add(frame.Text ?? Encoding.UTF8.GetString(frame.Binary ?? []));
        var admin = new Administrator(page, Words.English);
        await admin.SignInAsync();
        // A wrong password and the right one, typed into a form that says what is wrong with it.
        await admin.OpenListAsync("seoul");
        await admin
            .Main.GetByRole(AriaRole.Link, new() { Name = "Add New", Exact = true })
            .First.ClickAsync();
        await admin.FillPeerAsync("", "a-wrong-password");
        await admin.ClickAsync("Save");
        await Expect(admin.Main.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await admin.AddPeerAsync("seoul", _console.Publisher(1));
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        var peer = new Uri(page.Url).AbsolutePath[1..];
        await page.GotoAsync(
            $"/clusters/seoul/security/certificates?certificate=tomcat.{_console.Publisher(0)}"
        );
        await admin.ClickAsync("Generate CSR");
        await admin.ConfirmAsync("Generate CSR");
        await Expect(admin.Main).ToContainTextAsync("The signing request was generated");
        foreach (var path in Pages.All(peer))
        {
            await page.GotoAsync($"/{path}");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
                .ToBeVisibleAsync();
            _sent.Add(await page.ContentAsync());
            _sent.Add(
                string.Join(
                    '\n',
                    await page.EvaluateAsync<string[]>(
                        "() => [...document.querySelectorAll('input, textarea')].map(e => e.value)"
                    )
                )
            );
        }

        foreach (
            var file in new[]
            {
                "diagnostics/troubleshooter.txt",
                "diagnostics/troubleshooter.json",
                "diagnostics/user-troubleshooter.csv",
                $"security/certificates/tomcat.{_console.Publisher(0)}.pem",
                $"security/certificates/tomcat.{_console.Publisher(0)}.csr",
            }
        )
            _sent.Add(
                await (await page.APIRequest.GetAsync($"/clusters/seoul/{file}")).TextAsync()
            );
        await AskNodesAsync();

        var sent = string.Join('\n', _sent);
        // The search reaches the pages' frames, the downloads and each interface.
        foreach (
            var known in new[]
            {
                "Certificate Details",
                "BEGIN CERTIFICATE REQUEST",
                "executeSQLQueryResponse",
                "usersum",
                "soapGetServiceStatusResponse",
                "trackingId",
                "\"csr\"",
            }
        )
            Assert.Contains(known, sent, StringComparison.Ordinal);
        foreach (
            var secret in s_passwords
                .Concat(s_basic.Select(p => Convert.ToBase64String(Encoding.UTF8.GetBytes(p))))
                .Concat(s_keys)
        )
            Assert.DoesNotContain(secret, sent, StringComparison.Ordinal);
    }

    /// <summary>
    /// Every view over AXL, the services and the certificates, each with the account that may.
    /// </summary>
    private async Task AskNodesAsync()
    {
        foreach (
            var view in new[]
            {
                "processnode",
                "enterprisenode",
                "enterprisesubcluster",
                "enduser",
                "certificate",
                "icsastate",
                "icsauser",
                "icsanode",
                "icsacertificate",
                "icsatrust",
                "icsaview",
            }
        )
        {
            await AskAsync(
                "icsa",
                "/axl/",
                new StringContent(
                    $"<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>"
                        + "<a:executeSQLQuery xmlns:a=\"http://www.cisco.com/AXL/API/8.0\"><sql>SELECT * FROM "
                        + $"{view}</sql></a:executeSQLQuery></e:Body></e:Envelope>",
                    Encoding.UTF8,
                    "text/xml"
                )
            );
        }

        await AskAsync(
            "operator",
            "/controlcenterservice2/services/ControlCenterServices",
            new StringContent(
                "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>"
                    + "<s:soapGetServiceStatus xmlns:s=\"http://schemas.cisco.com/ast/soap\">"
                    + "<s:ServiceStatus></s:ServiceStatus></s:soapGetServiceStatus></e:Body></e:Envelope>",
                Encoding.UTF8,
                "text/xml"
            )
        );
        const string Config = "/platformcom/api/v1/certmgr/config";
        foreach (
            var path in new[]
            {
                "/snapshot/server",
                "/options",
                "/identity/certificate?service=tomcat",
                "/trust/certificate?service=tomcat",
            }
        )
            await AskAsync("platform", Config + path, null);
        await AskAsync(
            "platform",
            Config + "/csr",
            new StringContent(
                "{\"service\":\"cup\",\"keyType\":\"ec\"}",
                Encoding.UTF8,
                "application/json"
            )
        );
    }

    private async Task AskAsync(string user, string path, HttpContent? body)
    {
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        );
        using var request = new HttpRequestMessage(
            body is null ? HttpMethod.Get : HttpMethod.Post,
            $"https://{_console.Publisher(0)}:8443{path}"
        )
        {
            Content = body,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{user}-lab"))
        );
        using var response = await http.SendAsync(request);
        Assert.True(
            response.IsSuccessStatusCode,
            $"{path}: {response.StatusCode}: {await response.Content.ReadAsStringAsync()}"
        );
        _sent.Add(await response.Content.ReadAsStringAsync());
    }
}
