using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine;

/// <summary>What the engine begins with.</summary>
public sealed record EngineStart(LabOptions? Lab)
{
    /// <summary>
    /// Why the engine stopped the console at its first start; null when it did not.
    /// </summary>
    public string? Fatal { get; internal set; }

    /// <summary>
    /// What nobody foresaw at that start: the disk, or what is kept on it, may be to blame.
    /// </summary>
    public Exception? Fault { get; internal set; }
}

/// <summary>
/// Starts the clusters beside the pages, not before them: the first page does not wait for keys and
/// databases.
/// </summary>
internal sealed partial class EngineService(
    ClusterRegistry registry,
    EngineEnvironment environment,
    EngineStart start,
    IHostApplicationLifetime lifetime,
    ILogger<EngineService> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Leaves the thread that starts the web server.
        await Task.Yield();
        try
        {
            await environment.Operations.StartAsync(stoppingToken);
            await registry.StartAsync(stoppingToken);
            if (start.Lab is not { } lab)
            {
                if (environment.Directory.HasUnfinishedLab)
                    LogLabUnfinished(environment.Directory.Path);
                return;
            }

            if (!environment.Directory.MakesLab)
                LogLabPassedOver(environment.Directory.Path);
            else if (
                await Lab.CreateAsync(registry, environment.Directory, lab, stoppingToken) is
                { } fault
            )
                GiveUp(fault);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        catch (Exception e)
        {
            LogFailed(e);
            start.Fault = e;
            start.Fatal =
                e is IOException
                    ? $"The clusters could not be started: {e.Message}"
                    : "The clusters could not be started; see the log.";
            lifetime.StopApplication();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await environment.Operations.StopAsync();
        await registry.DisposeAsync();
    }

    /// <summary>An address in use at the first start is a mistake in the command line.</summary>
    private void GiveUp(Problem fault)
    {
        start.Fatal = fault is NodeAddressInUse inUse
            ? $"{inUse.Address}:{inUse.Port} cannot be listened on: it is in use. Choose another network with --lab-network 127.0.X."
            : "The lab could not be started; see the log.";
        lifetime.StopApplication();
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The lab in {Directory} is not finished: start with --lab to finish it"
    )]
    private partial void LogLabUnfinished(string directory);

    [LoggerMessage(
        LogLevel.Warning,
        "--lab is passed over: {Directory} has been used before. Choose another directory with --data to try the lab in"
    )]
    private partial void LogLabPassedOver(string directory);

    [LoggerMessage(LogLevel.Critical, "The clusters could not be started")]
    private partial void LogFailed(Exception exception);
}
