using System.Diagnostics;

namespace IcpConsole.Testing;

/// <summary>
/// What others wrote and tests use, installed beside tests/conformance/package.json; no part of the
/// product. Where it cannot be, tests are skipped and say why.
/// </summary>
public static class NpmPackages
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private static readonly string s_folder = Path.Combine(
        ConsoleProcess.Root,
        "tests",
        "conformance"
    );

    /// <summary>npm's codes for a registry that it did not reach.</summary>
    private static readonly string[] s_unreached =
    [
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ECONNRESET",
        "ETIMEDOUT",
        "ERR_SOCKET_TIMEOUT",
    ];

    private static readonly Task<string?> s_missing = InstallAsync();

    /// <summary>What is missing on this machine; null when the packages are there.</summary>
    public static Task<string?> MissingAsync() => s_missing;

    /// <summary>A file of a package.</summary>
    public static string File(params IReadOnlyList<string> path) =>
        Path.Combine([s_folder, "node_modules", .. path]);

    /// <summary>Whether a program is installed.</summary>
    /// <param name="tool">Its name, or its path.</param>
    public static bool Has(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => System.IO.File.Exists(Path.Combine(folder, tool)));

    private static async Task<string?> InstallAsync()
    {
        if (((string[])["node", "npm"]).FirstOrDefault(tool => !Has(tool)) is { } absent)
            return $"{absent} is not installed.";
        // npm writes it last.
        var installed = new FileInfo(
            Path.Combine(s_folder, "node_modules", ".package-lock.json")
        );
        if (
            installed.Exists
            && installed.LastWriteTimeUtc
                >= System.IO.File.GetLastWriteTimeUtc(
                    Path.Combine(s_folder, "package-lock.json")
                )
        )
            return null;
        (int Code, string Output, string Error) npm;
        try
        {
            npm = await RunAsync("npm", ["ci"], "");
        }
        catch (TimeoutException)
        {
            return $"npm installed nothing within {s_limit.TotalMinutes} minutes.";
        }

        if (npm.Code == 0)
            return null;
        return
            s_unreached.FirstOrDefault(e => npm.Error.Contains(e, StringComparison.Ordinal))
                is { } unreached
            ? $"npm did not reach its registry: {unreached}."
            : throw new InvalidOperationException($"npm ci: {npm.Error}");
    }

    public static async Task<(int Code, string Output, string Error)> RunAsync(
        string command,
        IEnumerable<string> arguments,
        string input,
        params IEnumerable<(string Name, string Value)> environment
    )
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = s_folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (
                process.StandardOutput.ReadToEndAsync(),
                process.StandardError.ReadToEndAsync()
            );
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(s_limit, TimeProvider.System);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
