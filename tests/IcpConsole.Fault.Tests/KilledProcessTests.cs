using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>
/// SIGKILL of the process that pulls, at any moment, while its users are fetched for the first time
/// and certificates are uploaded to it. Four kills and 15,000 users; ICP_LONG=1 makes it two
/// hundred and 75,000.
/// </summary>
public sealed class KilledProcessTests(ITestOutputHelper output)
{
    private const int Changed = 9_000;

    /// <summary>State, nodes and certificates, and handshakes.</summary>
    private const long Beside = 40_000;

    private static readonly bool s_long =
        Environment.GetEnvironmentVariable("ICP_LONG") == "1";
    private static readonly int s_killsOfAPass = s_long ? 4 : 2;
    private static readonly int s_kills = s_long ? 200 : 4;
    private static readonly int s_users = s_long ? 75_000 : 15_000;

    private readonly Random _random = new();

    /// <summary>Killed while rows of users were on their way, or were being applied.</summary>
    private int _resumed;

    /// <summary>Most entries of the trust stores that there were.</summary>
    private long _uploaded;

    [Fact]
    public async Task A_process_killed_at_any_moment_of_a_pass_goes_on_at_its_watermark_and_ends_with_the_same_users()
    {
        await using var consoles = await TwoConsoles.StartAsync(s_users);
        var pair = consoles.Pairs[0];
        pair.Relay.Open();
        for (var kills = 0; kills < s_kills; kills += 2 * s_killsOfAPass)
        {
            await using var run = consoles.Begin();
            await KillAndFinishAsync(consoles, run, s_users);
            consoles
                .Remote(pair)
                .SetHomeUsers([
                    .. pair
                        .Remote.Users(s_users)
                        .Select(
                            (u, i) =>
                                i < Changed
                                    ? u with
                                    {
                                        FirstName = $"Changed after {kills}",
                                    }
                                    : u
                        ),
                ]);
            await run.RestartAsync();
            await KillAndFinishAsync(consoles, run, Changed);
            consoles.Remote(pair).SetHomeUsers(pair.Remote.Users(s_users));
        }

        Assert.InRange(_resumed, 1, s_kills);
        // Beside the peer's own certificate.
        Assert.True(_uploaded > 1);
    }

    /// <summary>
    /// Kills the process a few times in a pass over so many rows, starts it anew every time, and
    /// lets it finish in the end.
    /// </summary>
    private async Task KillAndFinishAsync(TwoConsoles consoles, TwoConsoles.Run run, int rows)
    {
        var pair = consoles.Pairs[0];
        var (here, there) = (run.Local(pair), consoles.Remote(pair));
        var (old, now) = (await here.PeerUsersAsync(), await there.HomeUsersAsync());
        var (staged, last) = (
            await here.StagedAsync(),
            (await here.LastReceiptAsync())?.Id ?? 0
        );
        // Some 230 bytes a row on the wire; the moment may lie beyond the last of them. The first
        // is late enough that rows were staged.
        for (var kill = 0; kill < s_killsOfAPass; kill++)
        {
            var left = 230L * (rows - staged);
            var (moment, lag) =
                kill == 0
                    ? (_random.NextInt64(left * 80 / 100, left * 95 / 100), _random.Next(20))
                    : (_random.NextInt64(left), _random.Next(100));
            var before = pair.Relay.Answered;
            pair.Relay.Strike(RelayFault.None, moment, () => _ = KillAsync(run.Process, lag));
            if (kill > 0)
                await run.RestartAsync();
            using var ended = new CancellationTokenSource();
            var uploading = UploadAsync(consoles, pair, ended.Token);
            await Eventually.GetAsync(
                async () =>
                    run.Process.HasExited || await here.LastReceiptAsync(last) is not null,
                TwoConsoles.Patience
            );
            run.Process.Kill();
            await run.Process.ExitAsync();
            await ended.CancelAsync();
            await uploading;

            var (after, users) = (await here.StagedAsync(), await here.PeerUsersAsync());
            output.WriteLine(
                $"Killed {lag} ms after {moment} bytes of answers: {staged} rows staged before, {after} after, {(users == now ? "applied" : "not applied")}."
            );
            Assert.True(
                users == old || users == now,
                "The users are neither those of before nor those of after."
            );
            if (users != now)
                Assert.InRange(after, staged, rows);
            AssertRest(pair.Relay.Answered - before, rows, staged);
            if (after > 0)
                _resumed++;
            staged = after;
        }

        pair.Relay.Mend();
        var answered = pair.Relay.Answered;
        await run.RestartAsync();
        await run.PassAsync(pair, r => r.Failure is null, last);
        Assert.Equal(now, await here.PeerUsersAsync());
        Assert.Equal(await there.HomeDigestAsync(), await here.PeerDigestAsync());
        Assert.Equal(0, await here.StagedAsync());
        AssertRest(pair.Relay.Answered - answered, rows, staged);
        // Every entry of the trust stores is whole.
        var entries = await here.NumberAsync("SELECT count(*) FROM Trust");
        Assert.Equal(
            entries,
            await here.NumberAsync(
                "SELECT count(*) FROM Trust WHERE Pem LIKE '-----BEGIN CERTIFICATE-----%-----END CERTIFICATE-----%'"
            )
        );
        _uploaded = Math.Max(_uploaded, entries);
    }

    /// <summary>
    /// Uploads authorities to the cluster that pulls, one after another, until it is gone.
    /// </summary>
    private static async Task UploadAsync(
        TwoConsoles consoles,
        Pair pair,
        CancellationToken cancellationToken
    )
    {
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        );
        while (!cancellationToken.IsCancellationRequested)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest(
                $"CN=Authority {Guid.NewGuid():N}",
                key,
                HashAlgorithmName.SHA256
            );
            request.CertificateExtensions.Add(
                new X509BasicConstraintsExtension(
                    certificateAuthority: true,
                    false,
                    0,
                    critical: true
                )
            );
            using var authority = request.CreateSelfSigned(
                TimeProvider.System.GetUtcNow().AddDays(-1),
                TimeProvider.System.GetUtcNow().AddYears(5)
            );
            using var upload = new HttpRequestMessage(
                HttpMethod.Post,
                $"https://{consoles.ListensHere(pair)}:8443/platformcom/api/v1/certmgr/config/trust/certificates"
            )
            {
                Content = JsonContent.Create(
                    new
                    {
                        service = new[] { "tomcat" },
                        certificates = new[] { authority.ExportCertificatePem() },
                        description = "",
                    }
                ),
            };
            upload.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String("platform:platform-lab"u8)
            );
            try
            {
                using var answer = await http.SendAsync(upload, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // It does not listen yet, or has just been killed.
                await Task.Delay(
                    TimeSpan.FromMilliseconds(100),
                    TimeProvider.System,
                    CancellationToken.None
                );
            }
        }
    }

    /// <summary>No row that was staged came a second time.</summary>
    private static void AssertRest(long answered, int rows, long staged) =>
        Assert.InRange(answered, 0, (280L * (rows - staged)) + Beside);

    private static async Task KillAsync(ConsoleProcess process, int lag)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(lag), TimeProvider.System);
        process.Kill();
    }
}
