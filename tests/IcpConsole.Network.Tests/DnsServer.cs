using System.Diagnostics;
using System.Net;
using System.Text;

namespace IcpConsole.Network.Tests;

/// <summary>
/// dnsmasq in a namespace: knows the given names forward and reverse, and asks nobody else.
/// </summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private static readonly string[] s_options =
    [
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--user=root",
        "--pid-file=",
        "--no-resolv",
        "--no-hosts",
        "--bind-interfaces",
        "--log-queries",
        "--log-facility=-",
    ];

    private readonly Process _process;
    private readonly StringBuilder _log = new();

    /// <param name="place">Where it runs.</param>
    /// <param name="address">Its own.</param>
    /// <param name="records">Name and address.</param>
    public DnsServer(
        Namespace place,
        string address,
        IEnumerable<(string Name, string Address)> records
    )
    {
        _process = place.Start([
            "dnsmasq",
            .. s_options,
            $"--listen-address={address}",
            .. records.Select(r => $"--host-record={r.Name},{r.Address}"),
        ]);
        _process.ErrorDataReceived += (_, e) =>
        {
            lock (_log)
                _log.AppendLine(e.Data);
        };
        _process.BeginErrorReadLine();
    }

    public bool HasStarted => Logged("started");

    public bool WasAskedFor(string name, IPAddress by) => Logged($"query[A] {name} from {by}");

    public bool WasAskedFor(IPAddress address, IPAddress by) =>
        Logged(
            $"query[PTR] {string.Join('.', address.ToString().Split('.').Reverse())}.in-addr.arpa from {by}"
        );

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private bool Logged(string text)
    {
        lock (_log)
            return _log.ToString().Contains(text, StringComparison.Ordinal);
    }
}
