using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Peering;

namespace IcpConsole.Network.Tests;

/// <summary>Two machines on a network of their own, each with a console that hosts a cluster; the clusters are peers.</summary>
internal sealed class TwoHosts : IAsyncDisposable
{
    /// <summary>Many consoles that start at once on few cores take too long, each of them.</summary>
    private static readonly SemaphoreSlim s_starting = new(1);

    private readonly List<IAsyncDisposable> _made = [];

    public PrivateNetwork Network { get; private set; } = null!;

    public Host Seoul { get; private set; } = null!;

    public Host Singapore { get; private set; } = null!;

    private (Host Here, Host There)[] Directions => [(Seoul, Singapore), (Singapore, Seoul)];

    /// <param name="before">What happens to the network before the consoles start.</param>
    public static async Task<TwoHosts> StartAsync(Func<PrivateNetwork, Task>? before = null)
    {
        await Requirements.CheckAsync();
        var hosts = new TwoHosts();
        await s_starting.WaitAsync();
        try
        {
            hosts._made.Add(hosts.Network = await PrivateNetwork.MakeAsync());
            hosts._made.Add(hosts.Seoul = await Host.MakeAsync(hosts.Network, "seoul", 10, 30));
            hosts._made.Add(hosts.Singapore = await Host.MakeAsync(hosts.Network, "singapore", 20, 20));
            await hosts.Network.StartDnsAsync();
            foreach (var (here, there) in hosts.Directions) await here.AddPeerAsync(there);
            if (before is not null) await before(hosts.Network);
            await Task.WhenAll(hosts.Seoul.StartAsync(), hosts.Singapore.StartAsync());
            return hosts;
        }
        catch
        {
            await hosts.DisposeAsync();
            throw;
        }
        finally
        {
            s_starting.Release();
        }
    }

    /// <summary>Waits until both sides have each other's users as they are now, to the last one and none twice, and no alarm is left.</summary>
    public async Task InStepAsync()
    {
        foreach (var (here, there) in Directions) await InStepAsync(here, there);
    }

    /// <summary>Waits until a side has the other's users as they are now.</summary>
    public async Task InStepAsync(Host here, Host there)
    {
        await there.ReachesAsync<object>(async () => (await there.HomeUsersAsync()).Count == there.Users.Count ? there : null, "the directory file was read");
        var theirs = await there.HomeUsersAsync();
        var peer = await here.ReachesAsync<StoredPeer>(
            async () => await here.PeerAsync() is { LastPass.Failure: null } peer && peer.Progress.Users == theirs && (await here.AlarmsAsync()).Count == 0 ? peer : null,
            $"{there.Publisher} is in step");
        Assert.Equal(there.Users.Count, peer.Progress.RemoteAssigned);
        Assert.Equal(Ids(here.Users.Concat(there.Users)), await here.UserIdsAsync());
    }

    /// <summary>Waits until a pass of this host has failed so.</summary>
    public static async Task<SyncReceipt> FailsAsync(Host here, PassLayer layer, string code, params string[] args)
    {
        var peer = await here.ReachesAsync<StoredPeer>(
            async () => await here.PeerAsync() is { LastPass.Failure: { } failure } peer && (failure.Layer, failure.Problem.Code) == (layer, code) ? peer : null,
            $"the pass fails at {layer}: {code}");
        Assert.Equal(args, peer.LastPass!.Failure!.Problem.Args);
        return peer.LastPass;
    }

    /// <summary>Waits for the one alarm that a host then has.</summary>
    public static async Task AlarmsAsync(Host here, string name, string subject)
    {
        var alarm = await here.ReachesAsync<Domain.Alarms.Alarm>(async () => await here.AlarmsAsync() is [var only] && only.Kind.Name == name ? only : null, $"the alarm {name}");
        Assert.Equal(subject, alarm.Subject);
    }

    public static string[] Ids(IEnumerable<EndUser> users) => [.. users.Select(u => u.UserId).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        foreach (var made in Enumerable.Reverse(_made)) await made.DisposeAsync();
    }
}
