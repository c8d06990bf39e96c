using IcpConsole.Domain;
using IcpConsole.Engine.Clusters;
using IcpConsole.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine;

/// <summary>What the engine begins with.</summary>
public sealed record EngineStart(LabOptions? Lab)
{
    /// <summary>Why the engine stopped the console at its first start; null when it did not.</summary>
    public string? Fatal { get; internal set; }

    /// <summary>Whether there was no room for it on the disk.</summary>
    public bool IsDiskFull { get; internal set; }
}

/// <summary>Starts the clusters beside the pages, not before them: the first page does not wait for keys and databases.</summary>
internal sealed partial class EngineService(
    ClusterRegistry registry, EngineEnvironment environment, EngineStart start, IHostApplicationLifetime lifetime, ILogger<EngineService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Leaves the thread that starts the web server.
        await Task.Yield();
        try
        {
            await registry.StartAsync(stoppingToken);
            if (start.Lab is not { } lab) return;
            if (!environment.Directory.MakesLab) LogLabPassedOver(environment.Directory.Path);
            else if (await Lab.CreateAsync(registry, environment.Directory, lab, stoppingToken) is { } fault) GiveUp(fault);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            LogFailed(e);
            start.IsDiskFull = StorageFaults.Of(e)?.Code == StorageProblems.DiskFull;
            start.Fatal = start.IsDiskFull
                ? $"--data {environment.Directory.Path} cannot be used: there is no room left on its disk. Free some, and start again."
                : "The clusters could not be started; see the log.";
            lifetime.StopApplication();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await registry.DisposeAsync();
    }

    /// <summary>An address in use at the first start is a mistake in the command line.</summary>
    private void GiveUp(Problem fault)
    {
        start.Fatal = fault is { Code: "NodeAddressInUse", Args: [var address, var port] }
            ? $"{address}:{port} cannot be listened on: it is in use. Choose another network with --lab-network 127.0.X."
            : "The lab could not be started; see the log.";
        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Information, "--lab is passed over: {Directory} has been used before")]
    private partial void LogLabPassedOver(string directory);

    [LoggerMessage(LogLevel.Critical, "The clusters could not be started")]
    private partial void LogFailed(Exception exception);
}
