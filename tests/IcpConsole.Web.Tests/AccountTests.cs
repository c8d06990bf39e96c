using System.Net;
using System.Text.RegularExpressions;
using IcpConsole.Testing;

namespace IcpConsole.Web.Tests;

public sealed partial class AccountTests(SharedConsole shared) : IClassFixture<SharedConsole>
{
    private static HttpClient Client(LabConsole console) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = console.Url,
        };

    private static async Task<HttpResponseMessage> SignInAsync(
        HttpClient http,
        string username,
        string password
    )
    {
        var page = await http.GetStringAsync("sign-in");
        return await http.PostAsync(
            "sign-in",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["_handler"] = "sign-in",
                    ["__RequestVerificationToken"] = Token().Match(page).Groups["token"].Value,
                    ["Form.Username"] = username,
                    ["Form.Password"] = password,
                }
            )
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("clusters")]
    [InlineData("clusters/seoul/presence/inter-clustering")]
    [InlineData("no/such/page")]
    public async Task Every_page_needs_a_sign_in(string path)
    {
        using var http = Client(shared.Console);
        using var answer = await http.GetAsync(path);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/sign-in", answer.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task A_page_that_is_not_there_is_404_and_still_a_page()
    {
        using var http = Client(shared.Console);
        using var good = await SignInAsync(http, "administrator", ConsoleProcess.Password);
        using var missing = await http.GetAsync("no/such/page");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains(
            "blazor.web",
            await missing.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("clusters")).StatusCode);
    }

    [Fact]
    public async Task The_circuit_needs_a_sign_in()
    {
        using var http = Client(shared.Console);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await http.PostAsync("_blazor/negotiate?negotiateVersion=1", null)).StatusCode
        );
    }

    [Fact]
    public async Task The_right_password_opens_the_console_however_many_wrong_ones_came_before()
    {
        await using var console = new LabConsole(users: 1);
        await console.StartedAsync();
        using var guesser = Client(console);
        for (var guess = 0; guess < 5; guess++)
        {
            using var refused = await SignInAsync(guesser, "administrator", $"guess-{guess}");
            Assert.Contains(
                "role=\"alert\"",
                await refused.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        }

        using var http = Client(console);
        using var good = await SignInAsync(http, "administrator", ConsoleProcess.Password);
        Assert.Equal(HttpStatusCode.Found, good.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("clusters")).StatusCode);
        Assert.Equal(
            5,
            console.Process.Output.Split("sign-in refused at sign-in: administrator").Length
                - 1
        );
    }

    [Fact]
    public async Task The_printed_link_opens_the_console_once_and_leads_nowhere_else()
    {
        var link = await shared.Console.Process.SignInLinkAsync();
        using var http = Client(shared.Console);
        using var first = await http.GetAsync($"{link}&returnUrl=%2F%2Fevil.example%2F");
        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        Assert.Equal(shared.Console.Url, new Uri(shared.Console.Url, first.Headers.Location!));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("clusters")).StatusCode);

        using var other = Client(shared.Console);
        using var second = await other.GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Contains(
            "already used",
            await second.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.Found, (await other.GetAsync("clusters")).StatusCode);
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        using var http = Client(shared.Console);
        using var answer = await http.PostAsync(
            "sign-in",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["_handler"] = "sign-in",
                    ["Form.Username"] = "administrator",
                    ["Form.Password"] = ConsoleProcess.Password,
                }
            )
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var signedIn = await SignInAsync(http, "administrator", ConsoleProcess.Password);
        using var signOut = await http.PostAsync("sign-out", new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.BadRequest, signOut.StatusCode);
    }

    [Fact]
    public async Task Pages_allow_scripts_from_here_alone_and_no_frames()
    {
        using var http = Client(shared.Console);
        using var answer = await http.GetAsync("sign-in");
        var policy = string.Join(';', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal(
            "nosniff",
            Assert.Single(answer.Headers.GetValues("X-Content-Type-Options"))
        );
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task No_link_leads_out_of_the_console(string target)
    {
        using var http = Client(shared.Console);
        using var language = await http.GetAsync(
            $"language/ko?returnUrl={Uri.EscapeDataString(target)}"
        );
        Assert.Equal("/", language.Headers.Location!.ToString());
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<token>[^"]+)""")]
    private static partial Regex Token();
}
