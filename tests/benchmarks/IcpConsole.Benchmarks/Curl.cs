using System.Diagnostics;
using System.Globalization;
using System.Text;
using IcpConsole.Engine.Hosting;
using IcpConsole.Protocols.Axl;

namespace IcpConsole.Benchmarks;

/// <summary>
/// The floor of what goes over the wire: curl asks the same queries, in saved bodies, over one
/// connection.
/// </summary>
internal sealed class Curl
{
    private readonly string _config;

    /// <param name="folder">For bodies and answers.</param>
    /// <param name="address">Of the node.</param>
    /// <param name="queries">In turn.</param>
    public Curl(string folder, string address, IEnumerable<string> queries)
    {
        var config = new StringBuilder();
        foreach (var (sql, i) in queries.Select((sql, i) => (sql, i)))
        {
            var body = Path.Combine(folder, $"{address}-{i}.xml");
            File.WriteAllText(
                body,
                $"""
                <SOAP-ENV:Envelope xmlns:SOAP-ENV="{AxlSchema.SoapEnvelope}"><SOAP-ENV:Body><ns:executeSQLQuery sequence="1" xmlns:ns="{AxlSchema.Namespace(
                    AxlSchema.PeerVersion
                )}"><sql>{System.Security.SecurityElement.Escape(
                    sql
                )}</sql></ns:executeSQLQuery></SOAP-ENV:Body></SOAP-ENV:Envelope>
                """
            );
            if (i > 0)
                config.AppendLine("next");
            config.AppendLine(
                CultureInfo.InvariantCulture,
                $"""
                url = "https://{address}:{AxlSchema.Port}{AxlSchema.Path}"
                insecure
                silent
                fail
                user = "{Lab.ApplicationUser.Username}:{Lab.ApplicationUser.Password}"
                header = "Content-Type: {AxlSchema.ContentType}"
                data-binary = "@{body}"
                output = "{body}.answer"
                write-out = "%{"{time_total}"}\n"
                """
            );
        }

        _config = Path.Combine(folder, $"{address}.curl");
        File.WriteAllText(_config, config.ToString());
    }

    /// <summary>All of it, the start of curl included.</summary>
    public async Task<TimeSpan> AllAsync() =>
        (await Tool.RunAsync("curl", null, "--config", _config)).Time;

    /// <summary>The last request alone, as curl timed it.</summary>
    public async Task<TimeSpan> LastAsync()
    {
        var (_, times) = await Tool.RunAsync("curl", null, "--config", _config);
        return TimeSpan.FromSeconds(
            double.Parse(times.TrimEnd().Split('\n')[^1], CultureInfo.InvariantCulture)
        );
    }
}

/// <summary>A program that does the least there is to do.</summary>
internal static class Tool
{
    public static async Task<(TimeSpan Time, string Output)> RunAsync(
        string name,
        string? input,
        params string[] arguments
    )
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(
            new ProcessStartInfo(name, arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        if (input is not null)
            await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (clock.Elapsed, output)
            : throw new InvalidOperationException($"{name} ended with {process.ExitCode}.");
    }
}
