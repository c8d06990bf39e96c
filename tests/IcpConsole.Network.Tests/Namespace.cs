using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IcpConsole.Network.Tests;

/// <summary>
/// A network namespace: a machine of its own as far as networks go, with its own
/// <c>/etc/resolv.conf</c> for what is run in it.
/// </summary>
internal sealed partial class Namespace : IAsyncDisposable
{
    private const string Prefix = "icp-";
    private const string Settings = "/etc/netns";
    private const int CloneNewNet = 0x40000000;

    private static int s_count;

    private Namespace(string name) => Name = name;

    /// <summary>
    /// Begins with the process that made it, so that what a killed one left is known as such.
    /// </summary>
    public string Name { get; }

    public static async Task<Namespace> MakeAsync(string role)
    {
        var made = new Namespace(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}-{role}"
            )
        );
        await Tool.RunAsync("ip", "netns", "add", made.Name);
        await Tool.RunAsync("ip", "-n", made.Name, "link", "set", "lo", "up");
        return made;
    }

    /// <summary>Removes what test runs left behind that were killed.</summary>
    public static async Task SweepAsync()
    {
        foreach (
            var line in (await Tool.RunAsync("ip", "netns", "list")).Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            var name = line.Split(' ')[0];
            if (
                !name.StartsWith(Prefix, StringComparison.Ordinal)
                || File.Exists($"/proc/{name.Split('-')[1]}/status")
            )
                continue;
            try
            {
                foreach (
                    var id in (await Tool.RunAsync("ip", "netns", "pids", name)).Split(
                        '\n',
                        StringSplitOptions.RemoveEmptyEntries
                    )
                )
                    await Tool.RunAsync("kill", "-KILL", id);
                await RemoveAsync(name);
            }
            catch (ToolException)
            {
                // It ended by itself, or another run was quicker.
            }
        }
    }

    public void ResolveBy(string server)
    {
        Directory.CreateDirectory($"{Settings}/{Name}");
        File.WriteAllText($"{Settings}/{Name}/resolv.conf", $"nameserver {server}\n");
        // The machine's own may ask other sources, or know the names of the tests.
        File.WriteAllText($"{Settings}/{Name}/nsswitch.conf", "hosts: files dns\n");
        File.WriteAllText($"{Settings}/{Name}/hosts", "127.0.0.1 localhost\n");
    }

    /// <summary>
    /// What to put before a command that is to run here; the process that results is the command's.
    /// </summary>
    public IReadOnlyList<string> Enter => ["ip", "netns", "exec", Name];

    public Task<string> RunAsync(params IEnumerable<string> command) =>
        Tool.RunAsync(Enter[0], Enter.Skip(1).Concat(command));

    public Process Start(params IEnumerable<string> command) =>
        Tool.Start(Enter[0], Enter.Skip(1).Concat(command));

    /// <summary>
    /// A socket of this namespace, for use from anywhere: a socket stays where it was made.
    /// </summary>
    public Task<Socket> SocketAsync() =>
        Task.Factory.StartNew(
            () =>
            {
                // Moves this thread alone, which ends with it.
                using var handle = File.OpenHandle($"/run/netns/{Name}");
                if (SetNamespace(handle, CloneNewNet) != 0)
                    throw new ToolException(
                        $"setns {Name}: {Marshal.GetLastPInvokeErrorMessage()}"
                    );
                return new Socket(
                    AddressFamily.InterNetwork,
                    SocketType.Stream,
                    ProtocolType.Tcp
                );
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    public async ValueTask DisposeAsync() => await RemoveAsync(Name);

    private static async Task RemoveAsync(string name)
    {
        await Tool.RunAsync("ip", "netns", "del", name);
        if (Directory.Exists($"{Settings}/{name}"))
            Directory.Delete($"{Settings}/{name}", recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetNamespace(SafeFileHandle handle, int kind);
}
