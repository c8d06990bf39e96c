using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>
/// What strangers in numbers leave behind in the process: neither memory nor lines. ICP_LONG=1
/// makes their numbers those of the field.
/// </summary>
public sealed class FloodTests(TwoClustersOnDisk clusters)
    : IClassFixture<TwoClustersOnDisk>,
        IAsyncLifetime
{
    private static readonly bool s_long =
        Environment.GetEnvironmentVariable("ICP_LONG") == "1";

    private readonly TempFolder _folder = new();
    private ConsoleProcess _console = null!;

    private IPAddress Node => clusters.Network.Address(1, 1);

    public async ValueTask InitializeAsync()
    {
        clusters.CopyTo(_folder.File("data"));
        _console = ConsoleProcess.Start(
            ConsoleProcess.Password,
            "--data",
            _folder.File("data"),
            "--urls",
            $"http://{clusters.Network.Address(6, 1)}:8080",
            "--key-type",
            "ecdsa"
        );
        await _console.SignInLinkAsync();
        await Eventually.TrueAsync(() => _console.Output.Split(" listens").Length > 2);
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Resident memory of the process, in MB (proc(5), "VmRSS").</summary>
    private async Task<long> ResidentAsync()
    {
        var line = (await File.ReadAllLinesAsync($"/proc/{_console.Id}/status")).Single(l =>
            l.StartsWith("VmRSS", StringComparison.Ordinal)
        );
        return long.Parse(
                line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture
            ) / 1024;
    }

    [Fact]
    public async Task Streams_with_names_that_were_never_seen_leave_no_memory_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Memory is read from /proc.");
        // What the runtime keeps for itself is there after the first few thousand.
        await ConnectAsync(3000, "warm");
        var before = await ResidentAsync();
        await ConnectAsync(s_long ? 10_000 : 5_000, "new");
        Assert.InRange(await ResidentAsync() - before, long.MinValue, 20);
    }

    private async Task ConnectAsync(int count, string prefix) =>
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, token) =>
            {
                var names = string.Concat(
                    Enumerable
                        .Range(0, 200)
                        .Select(n => $"<{prefix}{i}x{n} {prefix}a{i}x{n}='1'/>")
                );
                var from = i % 2 == 0 ? "" : $" from='{prefix}{i}.example'";
                var text =
                    $"<?xml version='1.0'?><stream:stream xmlns='jabber:server' "
                    + $"xmlns:stream='http://etherx.jabber.org/streams'{from} version='1.0'><iq type='get' "
                    + $"id='1'>{names}</iq>";
                using var socket = new Socket(
                    AddressFamily.InterNetwork,
                    SocketType.Stream,
                    ProtocolType.Tcp
                );
                try
                {
                    await socket.ConnectAsync(Node, 7400, token);
                    await socket.SendAsync(Encoding.UTF8.GetBytes(text), token);
                    var buffer = new byte[4096];
                    while (await socket.ReceiveAsync(buffer, token) > 0) { }
                }
                catch (SocketException)
                {
                    // Cut off.
                }
            }
        );

    [Fact]
    public async Task Connections_to_the_pages_that_say_nothing_are_bounded_and_pages_are_served_beside_them()
    {
        var pages = new IPEndPoint(clusters.Network.Address(6, 1), 8080);
        var sockets = new List<Socket>();
        try
        {
            for (var i = 0; i < 2500; i++)
            {
                var socket = new Socket(
                    AddressFamily.InterNetwork,
                    SocketType.Stream,
                    ProtocolType.Tcp
                );
                sockets.Add(socket);
                socket.Bind(
                    new IPEndPoint(new IPAddress([127, 0, 202, (byte)(1 + (i % 10))]), 0)
                );
                await socket.ConnectAsync(pages);
            }

            await Eventually.TrueAsync(() => sockets.Count(IsOpen) <= 1000);
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            using var answer = await http.GetAsync(new Uri($"http://{pages}/sign-in"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        finally
        {
            sockets.ForEach(s => s.Dispose());
        }

        static bool IsOpen(Socket socket) =>
            !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);
    }

    [Fact]
    public async Task Wrong_logins_by_the_thousand_are_few_lines_and_raise_the_alarm()
    {
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                MaxConnectionsPerServer = 40,
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        );
        var until = TimeProvider.System.GetTimestamp();
        var tried = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, s_long ? 10_000 : 3_000),
            new ParallelOptions { MaxDegreeOfParallelism = 40 },
            async (i, token) =>
            {
                using var request = new HttpRequestMessage(
                    HttpMethod.Post,
                    $"https://{Node}:8443/axl/"
                )
                {
                    Content = new StringContent("", Encoding.UTF8, "text/xml"),
                };
                request.Headers.Authorization = new AuthenticationHeaderValue(
                    "Basic",
                    Convert.ToBase64String(Encoding.UTF8.GetBytes($"guess{i % 50}:x"))
                );
                try
                {
                    using var answer = await http.SendAsync(request, token);
                    Assert.Contains(
                        answer.StatusCode,
                        (HttpStatusCode[])
                            [HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests]
                    );
                    Interlocked.Increment(ref tried);
                }
                catch (HttpRequestException)
                {
                    // One address has no more connections than this.
                }
            }
        );
        Assert.True(tried > 100);
        await Eventually.TrueAsync(() =>
            _console.Output.Contains(
                "oslo: alarm AuthenticationFailed raised",
                StringComparison.Ordinal
            )
        );
        var minutes = TimeProvider.System.GetElapsedTime(until).TotalMinutes;
        Assert.InRange(
            _console.Output.Split('\n').Length,
            1,
            200 + (60 * (int)Math.Ceiling(minutes))
        );
    }

    [Fact]
    public async Task Statements_whose_callers_hung_up_leave_the_processor_to_others()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux(),
            "Time of the processor is read from /proc."
        );
        const string Endless =
            "select count(*) from icsauser a, icsauser b, icsauser c, icsauser d, icsauser e, "
            + "icsauser f where a.userid || b.userid || c.userid || d.userid = f.userid || 'x'";
        using (var gone = new CancellationTokenSource())
        {
            var asked = Enumerable
                .Range(0, 16)
                .Select(_ => AskAsync(Endless, gone.Token))
                .ToList();
            await Eventually.TrueAsync(() => ThreadsOfQueries() > 0);
            await gone.CancelAsync();
            await Task.WhenAll(asked);
        }

        await Eventually.TrueAsync(() => ThreadsOfQueries() == 0, TimeSpan.FromSeconds(15));
        await Eventually.GetAsync(async () => await BusyAsync() < 0.1);
    }

    private async Task AskAsync(string sql, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        );
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"https://{Node}:8443/axl/"
        );
        request.Content = new StringContent(
            $"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>"
                + $"<n:executeSQLQuery xmlns:n='http://www.cisco.com/AXL/API/15.0'><sql>{sql}</sql>"
                + "</n:executeSQLQuery></e:Body></e:Envelope>",
            Encoding.UTF8,
            "text/xml"
        );
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String("icsa:icsa-lab"u8)
        );
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // Hung up, or refused.
        }
    }

    /// <summary>
    /// A statement runs on a thread of its own, which the runtime calls ".NET Long Running Task"
    /// and the system by its first 15 characters.
    /// </summary>
    private int ThreadsOfQueries() =>
        Directory
            .GetDirectories($"/proc/{_console.Id}/task")
            .Count(thread =>
            {
                try
                {
                    return File.ReadAllText(Path.Combine(thread, "comm"))
                        .StartsWith(".NET Long Runni", StringComparison.Ordinal);
                }
                catch (IOException)
                {
                    // It has ended.
                    return false;
                }
            });

    /// <summary>
    /// Of one processor, over one second (proc(5), "stat": hundredths of a second in user and in
    /// kernel mode).
    /// </summary>
    private async Task<double> BusyAsync()
    {
        var before = await TicksAsync();
        var started = TimeProvider.System.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        return (await TicksAsync() - before)
            / 100.0
            / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private async Task<long> TicksAsync()
    {
        var fields = (await File.ReadAllTextAsync($"/proc/{_console.Id}/stat"))
            .Split(") ")[1]
            .Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture)
            + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }
}
