using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using IcpConsole.Engine;
using IcpConsole.Storage;
using IcpConsole.Storage.Clusters;
using IcpConsole.Web.Accounts;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Web.Hosting;

/// <summary>From options to a running web server.</summary>
internal static class ConsoleHost
{
    public static bool TryOpen(ConsoleOptions options, [NotNullWhen(true)] out DataDirectory? directory)
    {
        try
        {
            directory = new DataDirectory(options.DataPath);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A plain IOException is the lock's.
            var why = e.GetType() == typeof(IOException) ? "another IcpConsole is using it." : e.Message;
            Console.Error.WriteLine($"--data {options.DataPath} cannot be used: {why}");
            directory = null;
            return false;
        }
    }

    public static WebApplicationBuilder CreateBuilder(ConsoleOptions options)
    {
        // Pages and settings lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(options.Urls).UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));
        builder.Services.AddSingleton(options);
        return builder;
    }

    /// <summary>Brings the database up to date, prints the sign-in link once pages are served, and runs until told to stop.</summary>
    public static async Task<int> RunConsoleAsync(this WebApplication app)
    {
        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<ConsoleDb>>().CreateDbContextAsync(app.Lifetime.ApplicationStopping))
            await db.MigrateAsync(app.Lifetime.ApplicationStopping);
        await app.PrepareAdministratorAsync();
        try
        {
            await app.StartAsync(app.Lifetime.ApplicationStopping);
        }
        // In use, not an address of this machine, or https without a certificate.
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"--urls {app.Services.GetRequiredService<ConsoleOptions>().Urls} cannot be listened on: {e.Message}");
            return ExitCodes.AddressInUse;
        }
        // The engine gave up, or a signal came, before the pages were served.
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return await EndAsync(app);
        }

        await app.PrintSignInLinkAsync();
        await app.WaitForShutdownAsync(CancellationToken.None);
        return await EndAsync(app);
    }

    private static async Task<int> EndAsync(WebApplication app)
    {
        if (app.Services.GetRequiredService<EngineStart>().Fatal is not { } fatal) return ExitCodes.Ok;
        await Console.Error.WriteLineAsync(fatal);
        return ExitCodes.EngineFailed;
    }
}
