using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using IcpConsole.Domain;
using IcpConsole.Engine;
using IcpConsole.Engine.Nodes;
using IcpConsole.Storage;
using IcpConsole.Storage.Clusters;
using IcpConsole.Web.Accounts;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Web.Hosting;

/// <summary>From options to a running web server.</summary>
internal static partial class ConsoleHost
{
    public static bool TryOpen(
        ConsoleOptions options,
        [NotNullWhen(true)] out DataDirectory? directory,
        out int exitCode
    )
    {
        (directory, exitCode) = (null, ExitCodes.Ok);
        try
        {
            directory = new DataDirectory(options.DataPath, forLab: options.Lab is not null);
            return true;
        }
        catch (DataDirectoryException e)
        {
            Refuse(options, e.Message);
            exitCode = ExitCodes.For(e.Fault);
            return false;
        }
    }

    public static WebApplicationBuilder CreateBuilder(ConsoleOptions options)
    {
        // Pages and settings lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }
        );
        builder.WebHost.UseUrls(options.Urls).UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            kestrel.ConfigureEndpointDefaults(port => port.LimitConnections());
            if (options.Certificate is { } certificate)
                kestrel.ConfigureHttpsDefaults(https => Present(https, certificate));
        });
        builder.Services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(4)
        );
        builder.Services.AddSingleton(options);
        return builder;
    }

    /// <summary>
    /// Brings the database up to date, prints the sign-in link once pages are served, and runs
    /// until told to stop.
    /// </summary>
    public static async Task<int> RunConsoleAsync(this WebApplication app)
    {
        var explain = app.Services.GetRequiredService<ExplainFault>();
        try
        {
            return await RunAsync(app);
        }
        catch (Exception e) when (explain(e, "console.db") is { } problem)
        {
            return Refuse(app, problem);
        }
    }

    private static async Task<int> RunAsync(WebApplication app)
    {
        var directory = app.Services.GetRequiredService<DataDirectory>();
        LogStarting(app.Logger, Product.Version, directory.Path);
        await app
            .Services.GetRequiredService<IDatabases>()
            .OpenConsoleAsync(app.Lifetime.ApplicationStopping);
        await app.PrepareAdministratorAsync();
        try
        {
            await app.StartAsync(app.Lifetime.ApplicationStopping);
        }
        // In use, or not an address of this machine.
        catch (Exception e)
            when (app.Services.GetRequiredService<ExplainFault>()(e) is null
                && e is IOException or SocketException or InvalidOperationException
            )
        {
            await Console.Error.WriteLineAsync(
                $"--urls {app.Services.GetRequiredService<ConsoleOptions>().Urls} cannot be listened on: {e.Message}"
            );
            return ExitCodes.AddressInUse;
        }
        // The engine gave up, or a signal came, before the pages were served.
        catch (OperationCanceledException)
            when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return await EndAsync(app);
        }

        await app.PrintSignInLinkAsync();
        await app.WaitForShutdownAsync(CancellationToken.None);
        return await EndAsync(app);
    }

    private static async Task<int> EndAsync(WebApplication app)
    {
        var engine = app.Services.GetRequiredService<EngineStart>();
        var explain = app.Services.GetRequiredService<ExplainFault>();
        if (engine.Fault is { } fault && explain(fault) is { } problem)
            return Refuse(app, problem);
        if (engine.Fatal is not { } fatal)
            return ExitCodes.Ok;
        await Console.Error.WriteLineAsync(fatal);
        return ExitCodes.EngineFailed;
    }

    private static int Refuse(WebApplication app, Problem fault)
    {
        var (exitCode, why) = Explain(fault);
        Refuse(app.Services.GetRequiredService<ConsoleOptions>(), why);
        return exitCode;
    }

    private static void Refuse(ConsoleOptions options, string why) =>
        Console.Error.WriteLine($"--data {options.DataPath} cannot be used: {why}");

    private static (int ExitCode, string Why) Explain(Problem problem) =>
        problem switch
        {
            DiskFull => (
                ExitCodes.DiskFull,
                "there is no room left on its disk. Free some, and start again."
            ),
            StorageReadOnly => (ExitCodes.NotWritable, "it cannot be written."),
            DatabaseNewer => (
                ExitCodes.AnotherRelease,
                "console.db was changed by a newer release of IcpConsole. Start that one, or put back a backup of before."
            ),
            DatabaseFailed failed => (
                ExitCodes.Damaged,
                $"console.db cannot be read or written (SQLite {failed.SqliteCode})."
            ),
            _ => (ExitCodes.Damaged, "console.db is damaged. Put it back from a backup."),
        };

    [LoggerMessage(LogLevel.Information, "IcpConsole {Version} starts in {Directory}")]
    private static partial void LogStarting(ILogger log, Version version, string directory);

    private static void Present(
        HttpsConnectionAdapterOptions https,
        ConsoleCertificate certificate
    )
    {
        https.ServerCertificate = certificate.Current.TargetCertificate;
        // What there is now, with what issued it, so that browsers can build the chain.
        https.OnAuthenticate = (_, tls) => tls.ServerCertificateContext = certificate.Current;
    }
}
