using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Diagnostics;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Users;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

public sealed class SyncAgentTests : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(10);
    private readonly TempFolder _folder = new();

    private string File => _folder.File("users.csv");

    public void Dispose() => _folder.Dispose();

    private Task WriteAsync(int users) =>
        DirectoryWriter.WriteAsync(
            File,
            Enumerable
                .Range(0, users)
                .Select(i => new EndUser($"user{i}", "", "", "", "", null)),
            CancellationToken.None
        );

    private static Task<DirectorySync> SyncAsync(
        HostedCluster cluster,
        Func<DirectorySync, bool> when
    ) =>
        Eventually.GetAsync(() => cluster.Users!.Sync is var sync && when(sync) ? sync : null);

    /// <summary>Time goes on, look after look, until something comes of it.</summary>
    private static Task<DirectorySync> LookAsync(
        HostedCluster cluster,
        ManualTimeProvider time,
        Func<DirectorySync, bool> when
    ) =>
        Eventually.GetAsync(() =>
        {
            time.Advance(s_look);
            return cluster.Users!.Sync is var sync && when(sync) ? sync : null;
        });

    private static async Task<int> CountAsync(HostedCluster cluster) =>
        (await cluster.Users!.CountAsync(CancellationToken.None)).Count;

    [Fact]
    public async Task The_file_is_read_at_the_start_when_it_changes_and_when_told_to()
    {
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        await WriteAsync(20);
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            directoryFile: File
        );
        await SyncAsync(oslo, s => s.FinishedAt is not null);
        Assert.Equal(20, await CountAsync(oslo));

        await WriteAsync(22);
        Assert.Equal(
            (2, 0, 0),
            (await LookAsync(oslo, time, s => s.Last?.Users == 22)).Last is { } more
                ? (more.Added, more.Changed, more.Removed)
                : default
        );

        var before = oslo.Users!.Sync.Last;
        oslo.Users.SyncNow();
        Assert.Equal(
            0,
            (
                await SyncAsync(oslo, s =>
                    s is { Phase: DirectoryPhase.Idle, Last: { } last } && last != before
                )
            )
                .Last!
                .Added
        );
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_of_once_and_read_when_it_comes()
    {
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            directoryFile: File
        );
        var missing = (await SyncAsync(oslo, s => s.Last?.Failure is not null)).Last;
        for (var look = 0; look < 5; look++)
        {
            await Eventually.TrueAsync(() => time.IsAwaited(s_look));
            Assert.Same(missing, oslo.Users!.Sync.Last);
            time.Advance(s_look);
        }

        Assert.Single(clusters.Logs.Lines, l =>
            l.Contains("oslo: user sync failed", StringComparison.Ordinal)
        );
        await WriteAsync(3);
        await LookAsync(oslo, time, s => s.Last?.Users == 3);
    }

    [Fact]
    public async Task Users_who_left_are_removed_but_more_than_a_tenth_only_when_confirmed()
    {
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        await WriteAsync(40);
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            directoryFile: File
        );
        await SyncAsync(oslo, s => s.FinishedAt is not null);

        await WriteAsync(37);
        Assert.Equal(3, (await LookAsync(oslo, time, s => s.Last?.Users == 37)).Last!.Removed);

        await WriteAsync(20);
        var held = await LookAsync(oslo, time, s => s.Phase == DirectoryPhase.Held);
        Assert.Equal(new HeldUsers(17, 37), held.Held);
        Assert.Equal(37, await CountAsync(oslo));

        oslo.Users!.Confirm(held.Held!);
        Assert.Equal(
            17,
            (await SyncAsync(oslo, s => s.Phase == DirectoryPhase.Idle)).Last!.Removed
        );
        Assert.Equal(20, await CountAsync(oslo));
    }

    [Fact]
    public async Task What_a_file_would_change_is_shown_and_changes_nothing_and_what_was_shown_takes_effect_or_nothing()
    {
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        await WriteAsync(10);
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            directoryFile: File
        );
        await SyncAsync(oslo, s => s.FinishedAt is not null);
        var lines = await System.IO.File.ReadAllLinesAsync(File);
        await System.IO.File.WriteAllLinesAsync(
            File,
            [.. lines[..9], "user8,Renamed,,,,", "new.user,New,User,,,", "too,few"]
        );

        var preview = (await clusters.AskAsync(oslo, new PreviewDirectory())).Value!;
        Assert.Equal(
            (10, 10, 1, 1, 1, 1),
            (
                preview.InFile,
                preview.Now,
                preview.Added.Count,
                preview.Changed.Count,
                preview.Removed.Count,
                preview.Refused.Count
            )
        );
        Assert.Equal("new.user", preview.Added.Items[0].UserId);
        Assert.Equal("Renamed", preview.Changed.Items[0].After.FirstName);
        Assert.Equal("user9", preview.Removed.Items[0].UserId);
        Assert.Equal("DirectoryRowWidth", preview.Refused.Items[0].Problem.Code);
        Assert.Equal(10, oslo.Users!.Sync.Last!.Added);

        await System.IO.File.AppendAllTextAsync(File, "one.more,One,More,,,\n");
        var refused = await clusters.AskAsync(oslo, new SyncDirectory(preview.Stamp));
        Assert.IsType<DirectoryFileNotAsShown>(Assert.Single(refused.Problems));
        preview = (await clusters.AskAsync(oslo, new PreviewDirectory())).Value!;
        Assert.True(
            (await clusters.AskAsync(oslo, new SyncDirectory(preview.Stamp))).Succeeded
        );
        var done = await SyncAsync(oslo, s => s.Last is { Added: 2 });
        Assert.Equal((1, 1), (done.Last!.Changed, done.Last.Removed));
    }

    [Fact]
    public async Task A_file_that_takes_the_nodes_of_more_than_a_tenth_is_held_as_one_that_lost_them()
    {
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        var address = clusters.Network.Address(4, 1);
        await DirectoryWriter.WriteAsync(
            File,
            Enumerable
                .Range(0, 20)
                .Select(i => new EndUser($"user{i}", "", "", "", "", $"{address}")),
            CancellationToken.None
        );
        var oslo = await clusters.CreateAsync("oslo", address, directoryFile: File);
        await SyncAsync(oslo, s => s.FinishedAt is not null);
        await WriteAsync(20);
        var held = await LookAsync(oslo, time, s => s.Phase == DirectoryPhase.Held);
        Assert.Equal(new HeldUsers(20, 20), held.Held);
        var shown = (await clusters.AskAsync(oslo, new PreviewDirectory())).Value!;
        Assert.Equal((20, true), (shown.Unassigned, shown.IsMassLoss));
    }

    [Fact]
    public async Task A_file_of_the_same_length_and_time_is_not_the_one_that_was_shown()
    {
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        await WriteAsync(40);
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            directoryFile: File
        );
        await SyncAsync(oslo, s => s.FinishedAt is not null);
        var lines = await System.IO.File.ReadAllLinesAsync(File);
        await System.IO.File.WriteAllLinesAsync(File, [.. lines[..11], .. lines[21..]]);
        var written = System.IO.File.GetLastWriteTimeUtc(File);
        var shown = (await clusters.AskAsync(oslo, new PreviewDirectory())).Value!;
        await System.IO.File.WriteAllLinesAsync(File, [.. lines[..21], .. lines[31..]]);
        System.IO.File.SetLastWriteTimeUtc(File, written);

        await clusters.AskAsync(oslo, new ConfirmLeftUsers(shown.Lost, shown.Stamp));
        var held = await SyncAsync(oslo, s => s.Phase == DirectoryPhase.Held);
        Assert.Equal((new HeldUsers(10, 40), 40), (held.Held, await CountAsync(oslo)));
    }

    [Fact]
    public async Task A_loss_that_was_confirmed_of_one_file_is_not_confirmed_of_another()
    {
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        await WriteAsync(40);
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            directoryFile: File
        );
        await SyncAsync(oslo, s => s.FinishedAt is not null);
        await WriteAsync(20);
        var shown = (await clusters.AskAsync(oslo, new PreviewDirectory())).Value!;
        await WriteAsync(21);
        var refused = await clusters.AskAsync(
            oslo,
            new ConfirmLeftUsers(shown.Lost, shown.Stamp)
        );
        Assert.IsType<DirectoryFileNotAsShown>(Assert.Single(refused.Problems));
        var held = await LookAsync(oslo, time, s => s.Phase == DirectoryPhase.Held);
        Assert.Equal((new HeldUsers(19, 40), 40), (held.Held, await CountAsync(oslo)));

        shown = (await clusters.AskAsync(oslo, new PreviewDirectory())).Value!;
        Assert.True(
            (
                await clusters.AskAsync(oslo, new ConfirmLeftUsers(shown.Lost, shown.Stamp))
            ).Succeeded
        );
        await SyncAsync(oslo, s => s.Last is { Removed: 19 });
    }

    [Theory]
    [InlineData("nowhere.csv", "DirectoryFileNotFound")]
    [InlineData("header.csv", "DirectoryHeader")]
    public async Task Of_a_file_that_cannot_be_read_the_preview_says_why(
        string name,
        string code
    )
    {
        await using var clusters = await TwoClusters.StartAsync();
        await System.IO.File.WriteAllTextAsync(_folder.File("header.csv"), "who,what\na,b\n");
        var asked = await clusters.AskAsync(
            clusters.Seoul,
            new PreviewDirectory(_folder.File(name))
        );
        Assert.Equal(code, Assert.Single(asked.Problems).Code);
    }

    [Fact]
    public async Task What_was_confirmed_is_the_loss_that_was_shown_and_no_larger_one()
    {
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        await WriteAsync(40);
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            directoryFile: File
        );
        await SyncAsync(oslo, s => s.FinishedAt is not null);
        await WriteAsync(20);
        var shown = (await LookAsync(oslo, time, s => s.Phase == DirectoryPhase.Held)).Held!;

        await WriteAsync(5);
        oslo.Users!.Confirm(shown);
        Assert.Equal(
            new HeldUsers(35, 40),
            (await SyncAsync(oslo, s => s.Held is { Lost: 35 })).Held
        );
        Assert.Equal(40, await CountAsync(oslo));
    }

    [Fact]
    public async Task A_peer_fails_while_the_Sync_Agent_of_either_side_has_not_finished_and_recovers_when_it_has()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            directoryFile: File
        );
        Assert.Equal(
            "DirectoryFileNotFound",
            (await SyncAsync(oslo, s => s.Last is not null)).Last!.Failure!.Code
        );

        var there = await TwoClusters.AddPeerAsync(clusters.Seoul, oslo);
        var here = await TwoClusters.AddPeerAsync(oslo, clusters.Seoul);
        Assert.Equal(
            nameof(SyncAgentNotFinishedThere),
            (
                await TwoClusters.StatusAsync(clusters.Seoul, there, s =>
                    s.Sync.Last?.Failure is not null
                )
            )
                .Failure!
                .Problem
                .Code
        );
        var failed = await TwoClusters.StatusAsync(oslo, here, s =>
            s.Sync.Last?.Failure is not null
        );
        Assert.Equal(
            (nameof(SyncAgentNotFinishedHere), Mark.Cross),
            (failed.Failure!.Problem.Code, failed.Overall)
        );

        await WriteAsync(7);
        oslo.Users!.SyncNow();
        var recovered = await TwoClusters.StatusAsync(clusters.Seoul, there, s =>
            TwoClusters.InStep(s)
        );
        Assert.Equal(
            7,
            (await clusters.DatabaseOfAsync(clusters.Seoul)) is { } database
                ? (await database.Peers.ReadAsync(there, CancellationToken.None))
                    .Progress
                    .Users
                    .Count
                : 0
        );
        Assert.NotNull(recovered.LastSynchronized);
        await TwoClusters.StatusAsync(oslo, here, s => TwoClusters.InStep(s));
    }

    [Theory]
    [InlineData("some,other,header\na,b,c\n")]
    public async Task A_file_without_the_header_finishes_no_sync(string text)
    {
        await using var clusters = await TwoClusters.StartAsync();
        await System.IO.File.WriteAllTextAsync(File, text);
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            directoryFile: File
        );
        Assert.Equal(
            "DirectoryHeader",
            (await SyncAsync(oslo, s => s.Last is not null)).Last!.Failure!.Code
        );
        Assert.False(oslo.Users!.Sync.Finished);
    }

    [Fact]
    public async Task That_the_users_were_synchronized_survives_a_restart_but_not_another_file()
    {
        await using var clusters = await TwoClusters.StartAsync();
        await WriteAsync(3);
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            directoryFile: File
        );
        await SyncAsync(oslo, s => s.FinishedAt is not null);
        System.IO.File.Delete(File);

        await clusters.ReopenAsync(oslo);
        Assert.True(clusters.Registry.Find(oslo.Id)!.Users!.Sync.Finished);

        var form = ClusterForm.From(clusters.Registry.Find(oslo.Id)!.Definition);
        form.DirectoryFile = _folder.File("another.csv");
        Assert.True(
            (
                await clusters.Registry.SaveAsync(oslo.Id, form, CancellationToken.None)
            ).Succeeded
        );
        Assert.False(clusters.Registry.Find(oslo.Id)!.Users!.Sync.Finished);
        Assert.Equal(3, await CountAsync(clusters.Registry.Find(oslo.Id)!));
    }
}
