using Bunit;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using IcpConsole.Pages.Clusters;
using IcpConsole.Testing;

namespace IcpConsole.Pages.Tests;

/// <summary>What a page shows follows what it is about.</summary>
public sealed class LiveComponentTests
{
    [Fact]
    public async Task What_a_restart_of_the_cluster_cuts_off_is_made_up_for_at_the_next_change()
    {
        await using var context = await PagesContext.EnterAsync();
        var seoul = context.Show(SomePeer.Good()) with
        {
            Users = new UsersSnapshot(
                new DirectorySync(DirectoryPhase.None, null, 0, 0, null, null, null)
            ),
        };
        var then = seoul.Definition with
        {
            Traits = seoul.Traits with { Platform = Platform.BusinessEdition6000 },
        };
        context.Door.Snapshot = new ConsoleSnapshot(2, [seoul], [], []);
        var asked = 0;
        context.Door.Answer<CountUsers>(_ =>
            asked++ == 0 ? throw new OperationCanceledException() : new UserDigest(0, 0, 0)
        );
        var limits = context.Render<ClusterLimits>(p => p.Add(c => c.Id, seoul.Id));

        context.Door.Tell(new ConsoleSnapshot(3, [seoul with { Definition = then }], [], []));
        await limits.WaitForAssertionAsync(() =>
            Assert.Contains("Business Edition 6000", limits.Markup, StringComparison.Ordinal)
        );
    }
}
