using System.Diagnostics;

namespace IcpConsole.Network.Tests;

/// <summary>A command of the system, run to its end.</summary>
internal static class Tool
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    /// <returns>What it printed.</returns>
    /// <exception cref="ToolException">It ended with an error.</exception>
    public static async Task<string> RunAsync(
        string command,
        params IEnumerable<string> arguments
    )
    {
        using var process = Start(command, arguments);
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(),
            process.StandardError.ReadToEndAsync()
        );
        await process.WaitForExitAsync().WaitAsync(s_limit, TimeProvider.System);
        return process.ExitCode == 0
            ? await output
            : throw new ToolException(
                $"{command} {string.Join(' ', arguments)}: {(await error).Trim()}"
            );
    }

    /// <summary>Starts one that goes on; its output is the caller's to read.</summary>
    public static Process Start(string command, params IEnumerable<string> arguments) =>
        Process.Start(
            new ProcessStartInfo(command, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}

internal sealed class ToolException(string message) : Exception(message);
