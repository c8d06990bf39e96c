using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using IcpConsole.Domain;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Hosting;
using IcpConsole.Protocols.Axl;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>
/// What every version left: a data directory, which this one opens, and what it said to a peer,
/// which this one understands and answers. Whoever raises the version finds both made for it by the
/// first run of these tests, which then fail until they are kept with the others.
/// </summary>
public sealed class VersionTests : IAsyncLifetime
{
    private const int Users = 20;

    private TwoConsoles? _there;

    private static readonly string s_kept = Path.Combine(
        ConsoleProcess.Root,
        "tests",
        "IcpConsole.Fault.Tests",
        "Versions"
    );

    public static TheoryData<string> Versions => [.. Kept().Select(v => $"{v}")];

    /// <summary>Those that this one peers with.</summary>
    public static TheoryData<string> Peers =>
        [.. Kept().Where(v => v >= Product.OldestPeer).Select(v => $"{v}")];

    public async ValueTask InitializeAsync() => _there = await TwoConsoles.StartAsync(0);

    public ValueTask DisposeAsync() => _there!.DisposeAsync();

    [Fact]
    public void A_console_peers_with_the_version_before()
    {
        var before = Kept()
            .Where(v => v < Product.Version)
            .DefaultIfEmpty(Product.Version)
            .Last();
        Assert.True(Product.OldestPeer <= before);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_data_directory_of_that_version_is_opened(string version)
    {
        using var folder = new TempFolder();
        var file = Path.Combine(s_kept, $"{version}.zip");
        if (!File.Exists(file))
        {
            await MakeDirectoryAsync(folder.File("new"), file);
            Assert.Fail($"{file} was made; keep it.");
        }

        var data = folder.File("data");
        await ZipFile.ExtractToDirectoryAsync(file, data);
        using var network = TestNetwork.Take();
        await using var console = ConsoleProcess.Start(
            ConsoleProcess.Password,
            "--data",
            data,
            "--urls",
            $"http://{network.Address(0, 1)}:8080"
        );
        await Eventually.TrueAsync(
            () => console.Output.Split(" listens").Length > 2,
            TwoConsoles.Patience
        );
        Assert.DoesNotContain("cannot be opened", console.Output, StringComparison.Ordinal);
        Assert.Equal(
            $"{Product.Version}",
            await File.ReadAllTextAsync(Path.Combine(data, "version"))
        );
        var seoul = new ClusterFile(Path.Combine(data, "clusters", "seoul.db"));
        Assert.StartsWith(
            $"{Users}\n",
            await seoul.HomeUsersAsync(),
            StringComparison.Ordinal
        );
        // The password that is kept of the peer is read, and is right.
        await Eventually.GetAsync(
            async () =>
                (await seoul.PeerUsersAsync()).StartsWith(
                    $"{Users}\n",
                    StringComparison.Ordinal
                ),
            TwoConsoles.Patience,
            console.Output
        );
        foreach (var table in (string[])["HomeUsers", "PeerUsers"])
            Assert.Equal(
                0,
                await seoul.NumberAsync(
                    $"SELECT count(*) FROM {table} WHERE UserKey <> lower(UserId) OR NameKey = '' OR UriKey <> lower(DirectoryUri)"
                )
            );
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task A_peer_of_that_version_is_understood(string version)
    {
        var file = FileOf(version);
        var heard = new ConcurrentQueue<Turn>();
        TamperingNode? node = null;
        await using var site = await HereAndThere.StartAsync(_there!, async s =>
        {
            SetUsers(s);
            node = await TamperingNode.StartAsync(s.Pair.Remote, s.Listens);
            if (File.Exists(file))
            {
                var recorded = RecordedExchange.Load(file, s.Pair.Remote);
                node.Change = (question, _) => recorded.Answer(question);
                return;
            }

            node.Change = (question, answer) =>
            {
                heard.Enqueue(new Turn(question, answer));
                return answer;
            };
        });
        await using var _ = node!;
        var status = await site.StatusAsync(s =>
            s is { Sync: { Phase: SyncPhase.Idle, Last: not null } }
        );
        Assert.Null(status.Sync.Last!.Failure);
        Assert.Equal(
            await site.FileThere.HomeUsersAsync(),
            await site.FileHere.PeerUsersAsync()
        );
        if (heard.IsEmpty)
            return;
        new RecordedExchange(heard).Save(file, site.Pair.Remote);
        Assert.Fail($"{file} was recorded; keep it.");
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task Questions_of_that_version_are_answered_as_it_expects(string version)
    {
        await using var site = await HereAndThere.StartAsync(_there!, _ => Task.CompletedTask);
        SetUsers(site);
        var file = FileOf(version);
        Assert.True(File.Exists(file), $"{file} is made by the test above.");
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        );
        var login = Encoding.UTF8.GetBytes(
            $"{Lab.ApplicationUser.Username}:{Lab.ApplicationUser.Password}"
        );
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(login)
        );
        foreach (var turn in RecordedExchange.Load(file, site.Pair.Remote).Turns)
        {
            using var question = new StringContent(turn.Question, Encoding.UTF8, "text/xml");
            using var answer = await http.PostAsync(
                new Uri($"https://{site.Listens}:{AxlSchema.Port}{AxlSchema.Path}"),
                question
            );
            var (then, now) = (
                Rows(turn.Answer),
                Rows(await answer.Content.ReadAsStringAsync())
            );
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(then.Count, now.Count);
            // More columns than before harm nobody.
            Assert.All(then.Zip(now), row => Assert.Subset(row.Second, row.First));
        }
    }

    /// <summary>Of no node, since a digest covers the names of nodes, too.</summary>
    private static void SetUsers(HereAndThere site) =>
        site.FileThere.SetHomeUsers([
            .. site.Pair.Remote.Users(Users).Select(u => u with { Node = null }),
        ]);

    private static IEnumerable<Version> Kept() =>
        Directory
            .GetFiles(s_kept, "*.zip")
            .Select(f => Version.Parse(Path.GetFileNameWithoutExtension(f)))
            .Append(Product.Version)
            .Distinct()
            .Order();

    private static string FileOf(string version) => Path.Combine(s_kept, $"{version}.xml");

    private static async Task MakeDirectoryAsync(string path, string file)
    {
        await using (var data = await PreparedData.OpenAsync(path))
        {
            var seoul = await data.AddClusterAsync(
                "seoul",
                IPAddress.Parse("127.251.11.1"),
                users: Users
            );
            var oslo = await data.AddClusterAsync(
                "oslo",
                IPAddress.Parse("127.251.12.1"),
                users: Users
            );
            await data.AddPeerAsync(seoul, oslo);
            await data.AddPeerAsync(oslo, seoul);
        }

        await ZipFile.CreateFromDirectoryAsync(path, file);
    }

    /// <summary>
    /// Columns of each row, and the values of those that say the same every time.
    /// </summary>
    private static List<HashSet<string>> Rows(string answer)
    {
        string[] varying =
        [
            "epoch",
            "change",
            "topologyversion",
            "version",
            "certificate",
            "lastsynchronized",
            "since",
            "layer",
            "code",
            "args",
        ];
        return
        [
            .. XDocument
                .Parse(answer)
                .Descendants("row")
                .Select(r =>
                    r.Elements()
                        .Select(c =>
                            varying.Contains(c.Name.LocalName)
                                ? $"{c.Name}"
                                : $"{c.Name}={c.Value}"
                        )
                        .ToHashSet(StringComparer.Ordinal)
                ),
        ];
    }
}
