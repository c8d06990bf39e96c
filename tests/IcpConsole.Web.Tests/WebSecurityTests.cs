using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Pages.Shared;
using IcpConsole.Testing;
using IcpConsole.Web.Hosting;

namespace IcpConsole.Web.Tests;

/// <summary>Who may ask for pages, by which name and over what.</summary>
public sealed class WebSecurityTests(WebSecurityTests.HttpsConsole console)
    : IClassFixture<WebSecurityTests.HttpsConsole>
{
    private string Host => console.Host;

    private Uri Url => console.Url;

    /// <summary>One console for all.</summary>
    public sealed class HttpsConsole : IAsyncLifetime
    {
        private readonly TempFolder _folder = new();
        private readonly TestNetwork _network = TestNetwork.Take();

        public ConsoleProcess Process { get; private set; } = null!;

        public string Certificate => _folder.File("console.pem");

        public string Host => $"{_network.Prefix}.254";

        public Uri Url => new($"https://{Host}:8443/");

        public async ValueTask InitializeAsync()
        {
            Write("first", TimeSpan.FromDays(400));
            string[] options =
            [
                "--data",
                _folder.File("data"),
                "--urls",
                Url.GetLeftPart(UriPartial.Authority),
                "--certificate",
                Certificate,
                "--host",
                "console.example",
            ];
            Process = ConsoleProcess.Start(ConsoleProcess.Password, options);
            await Process.SignInLinkAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Process.DisposeAsync();
            _network.Dispose();
            _folder.Dispose();
        }

        public void Write(string name, TimeSpan valid)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = new CertificateRequest(
                $"CN={name}",
                key,
                HashAlgorithmName.SHA256
            ).CreateSelfSigned(now.AddDays(-1), now + valid);
            File.WriteAllText(
                Certificate,
                certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem()
            );
        }
    }

    private static HttpClient Client(Action<X509Certificate>? seen = null) =>
        new(
            new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                SslOptions =
                {
                    RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    {
                        seen?.Invoke(certificate!);
                        return true;
                    },
                },
            }
        );

    private async Task<HttpResponseMessage> GetAsync(
        string path,
        string? host = null,
        string? origin = null,
        bool upgrade = false
    )
    {
        using var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Url, path));
        if (host is not null)
            request.Headers.Host = host;
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        if (upgrade)
        {
            request.Headers.Connection.Add("Upgrade");
            request.Headers.Upgrade.Add(new("websocket"));
        }

        return await http.SendAsync(request);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("localhost:8443", true)]
    [InlineData("console.example:8443", true)]
    [InlineData("CONSOLE.example", true)]
    [InlineData("evil.example", false)]
    [InlineData("console.example.evil.example", false)]
    public async Task Pages_are_served_by_the_names_that_the_console_goes_by_and_no_other(
        string? host,
        bool served
    )
    {
        using var answer = await GetAsync("clusters", host);
        Assert.Equal(
            served ? HttpStatusCode.Found : HttpStatusCode.BadRequest,
            answer.StatusCode
        );
        Assert.DoesNotContain(
            "evil",
            answer.Headers.Location?.ToString() ?? "",
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("own", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("https://console.example:9443", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    public async Task The_circuit_takes_no_page_of_another_site(
        string? origin,
        HttpStatusCode status
    )
    {
        using var answer = await GetAsync(
            "_blazor?id=1",
            origin: origin == "own" ? Url.GetLeftPart(UriPartial.Authority) : origin,
            upgrade: true
        );
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Over_HTTPS_cookies_are_bound_to_the_host_and_browsers_stay_with_it()
    {
        using var answer = await GetAsync("sign-in");
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.NotEmpty(cookies);
        Assert.All(cookies, c => Assert.Matches("^__Host-[^;]+;.*path=/;.*secure", c));
        Assert.Contains(
            "max-age=31536000",
            Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")),
            StringComparison.Ordinal
        );
        using var language = await GetAsync("language/ko?returnUrl=/clusters");
        Assert.Matches(
            "^__Host-[^;]+;.*path=/;.*secure",
            Assert.Single(language.Headers.GetValues("Set-Cookie"))
        );
    }

    [Fact]
    public async Task A_certificate_is_taken_anew_when_its_file_changes_and_one_that_cannot_be_used_leaves_the_one_before()
    {
        console.Write("first", TimeSpan.FromDays(400));
        await PresentsAsync("CN=first");
        console.Write("second", TimeSpan.FromDays(400));
        await PresentsAsync("CN=second");
        await File.WriteAllTextAsync(console.Certificate, "no certificate");
        await Eventually.GetAsync(async () =>
        {
            await PresentsAsync("CN=second");
            return console.Process.Output.Contains(
                "--certificate has changed and cannot be used",
                StringComparison.Ordinal
            );
        });

        Task<bool> PresentsAsync(string subject) =>
            Eventually.GetAsync(async () =>
            {
                var seen = "";
                using var http = Client(c => seen = c.Subject);
                using var answer = await http.GetAsync(new Uri(Url, "sign-in"));
                return seen == subject;
            });
    }

    [Theory]
    [InlineData(400, null)]
    [InlineData(29, "CertificateEnds")]
    [InlineData(13, "CertificateEndsSoon")]
    [InlineData(-0.5, "CertificateOver")]
    public void A_certificate_that_ends_soon_is_told_of(double days, string? code)
    {
        console.Write("ending", TimeSpan.FromDays(days));
        Assert.True(
            ConsoleCertificate.TryOpen(
                console.Certificate,
                TimeProvider.System,
                out var certificate,
                out _
            )
        );
        Assert.Equal(code, certificate.Ending?.Code);
    }

    [Theory]
    [InlineData("sign-in?returnUrl=%09")]
    [InlineData("sign-in?returnUrl=/%09/evil.example")]
    [InlineData("language/en?returnUrl=%09")]
    [InlineData("language/en?returnUrl=/%0d%0a/evil.example")]
    [InlineData("language/en?returnUrl=/%F0%9F%98%80")]
    [InlineData("sign-in?returnUrl=/%ED%95%9C")]
    public async Task A_way_back_that_is_none_is_no_fault(string path)
    {
        using var answer = await GetAsync(path);
        Assert.InRange((int)answer.StatusCode, 200, 399);
        Assert.DoesNotContain(
            "   at ",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        if (answer.Headers.Location is { } location)
            Assert.Equal("/", location.ToString());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "x=1")]
    [InlineData("application/x-www-form-urlencoded", "x=%00")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nno part")]
    [InlineData("multipart/form-data", "x")]
    public async Task A_form_that_cannot_be_read_is_refused_whoever_sends_it(
        string type,
        string body
    )
    {
        using var http = Client();
        foreach (var path in (string[])["sign-in", "sign-out", "clusters"])
        {
            using var content = new StringContent(body);
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await http.PostAsync(new Uri(Url, path), content);
            Assert.InRange((int)answer.StatusCode, 300, 499);
        }

        Assert.DoesNotContain("   at ", console.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_not_allowed_is_refused_in_words_and_leaves_a_line()
    {
        using var answer = await GetAsync("sign-in", host: "evil.example");
        Assert.Contains(
            "hostname is invalid",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.OrdinalIgnoreCase
        );
        await Eventually.TrueAsync(() =>
            console.Process.Output.Contains(
                "'evil.example' does not match an allowed host",
                StringComparison.Ordinal
            )
        );
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080", null, "http://localhost:8080")]
    [InlineData("https://[::]:8443", "console.example", "https://console.example:8443")]
    [InlineData("http://127.0.0.1:8080", "console.example", "http://127.0.0.1:8080")]
    public void A_sign_in_link_has_a_name_that_is_answered(
        string address,
        string? host,
        string link
    )
    {
        Assert.True(
            ConsoleOptions.TryRead(
                host is null ? [] : ["--host", host],
                out var options,
                out _
            )
        );
        Assert.Equal(link, AllowedHosts.ForLink(address, options));
    }

    [Theory]
    [InlineData("/clusters/seoul?x=1#y", "/clusters/seoul?x=1#y")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/\n", "/")]
    [InlineData("/한", "/")]
    [InlineData("\t", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void A_way_back_is_a_path_of_this_console(string? asked, string path) =>
        Assert.Equal(path, LocalUrl.OrRoot(asked));

    [Theory]
    [InlineData("--certificate", "missing.pem", "--certificate missing.pem cannot be used")]
    [InlineData("--urls", "https://127.0.0.1:1", "needs --certificate")]
    [InlineData("--host", "no host", "--host takes a host name")]
    public async Task A_bad_option_of_these_ends_with_one_line(
        string option,
        string value,
        string words
    )
    {
        using var folder = new TempFolder();
        await using var refusing = ConsoleProcess.Start(
            null,
            option,
            value,
            "--data",
            folder.File("data")
        );
        Assert.Equal(2, await refusing.ExitAsync());
        Assert.Contains(
            words,
            Assert.Single(refusing.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
    }
}
