using System.Diagnostics;
using System.Text.Json.Nodes;
using IcpConsole.Testing;

namespace IcpConsole.Conformance.Tests;

/// <summary>
/// The npm package cisco-axl, which carries Cisco's own schema and a client that others wrote. It is installed beside tests/conformance/package.json, and no part of
/// the product; where it cannot be, the tests are skipped and say why.
/// </summary>
internal static class Package
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private static readonly string s_folder = Path.Combine(ConsoleProcess.Root, "tests", "conformance");

    private static readonly Task<string?> s_missing = InstallAsync();

    /// <summary>npm's codes for a registry that it did not reach.</summary>
    private static readonly string[] s_unreached = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ERR_SOCKET_TIMEOUT"];

    /// <summary>What is missing on this machine; null when the package is there.</summary>
    public static Task<string?> MissingAsync() => s_missing;

    public static async Task CheckAsync()
    {
        var missing = await s_missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
    }

    public static string Schema => Path.Combine(s_folder, "node_modules", "cisco-axl", "schema", "15.0", "AXLSoap.xsd");

    /// <summary>Runs the package's client.</summary>
    /// <param name="host">The node.</param>
    /// <param name="certificate">File with the certificate that it is to trust.</param>
    /// <param name="version">Of the schema.</param>
    /// <param name="calls">What tests/conformance/cisco-axl.js takes.</param>
    /// <returns>For each call its answer or its fault.</returns>
    public static async Task<JsonArray> CallAsync(string host, string certificate, string version, params IEnumerable<JsonNode> calls)
    {
        var input = new JsonObject { ["host"] = host, ["version"] = version, ["calls"] = new JsonArray([.. calls]) };
        var (code, output, error) = await RunAsync("node", ["cisco-axl.js"], input.ToJsonString(), ("NODE_EXTRA_CA_CERTS", certificate));
        Assert.True(code == 0, error);
        return JsonNode.Parse(output)!.AsArray();
    }

    private static async Task<string?> InstallAsync()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (((string[])["node", "npm"]).FirstOrDefault(tool => !folders.Any(folder => File.Exists(Path.Combine(folder, tool)))) is { } absent) return $"{absent} is not installed.";
        // npm writes it last.
        var installed = new FileInfo(Path.Combine(s_folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(s_folder, "package-lock.json"))) return null;
        (int Code, string Output, string Error) npm;
        try
        {
            npm = await RunAsync("npm", ["ci"], "");
        }
        catch (TimeoutException)
        {
            return $"npm installed nothing within {s_limit.TotalMinutes} minutes.";
        }

        if (npm.Code == 0) return null;
        return s_unreached.FirstOrDefault(e => npm.Error.Contains(e, StringComparison.Ordinal)) is { } unreached
            ? $"npm did not reach its registry: {unreached}."
            : throw new InvalidOperationException($"npm ci: {npm.Error}");
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string command, IEnumerable<string> arguments, string input, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = s_folder,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(s_limit, TimeProvider.System);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
