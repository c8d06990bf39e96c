using System.Globalization;

namespace IcpConsole.Benchmarks;

/// <summary>
/// A process's largest resident memory, as Linux counts it (proc_pid_status(5), <c>VmHWM</c>).
/// </summary>
internal static class Peak
{
    /// <summary>The peak becomes what is resident now (proc_pid_clear_refs(5), 5).</summary>
    public static Task ResetAsync(int process) =>
        File.WriteAllTextAsync($"/proc/{process}/clear_refs", "5");

    /// <returns>MiB.</returns>
    public static async Task<double> ReadAsync(int process)
    {
        var line = (await File.ReadAllLinesAsync($"/proc/{process}/status")).Single(l =>
            l.StartsWith("VmHWM:", StringComparison.Ordinal)
        );
        return double.Parse(
                line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture
            ) / 1024;
    }
}
