using System.Globalization;
using Serilog;

namespace IcpConsole.Web.Hosting;

/// <summary>
/// Serilog behind the framework's logging. Where the package feed has Serilog.AspNetCore, its UseSerilog and UseSerilogRequestLogging replace
/// this file (docs/decisions/ADR-001-packages.md).
/// </summary>
internal static partial class ConsoleLogging
{
    public static void AddConsoleLogging(this WebApplicationBuilder builder)
    {
        var logger = new LoggerConfiguration()
            .Filter.With(new SampledWarnings(TimeProvider.System))
            .WriteTo.Console(formatProvider: CultureInfo.InvariantCulture, outputTemplate: $"{{Timestamp:HH:mm:ss}} {{Level:u3}} {{Message:lj}}{{{SampledWarnings.HeldBack}}}{{NewLine}}{{Exception}}")
            .ReadFrom.Configuration(builder.Configuration)
            .CreateLogger();
        builder.Logging.ClearProviders().AddSerilog(logger, dispose: true);
    }

    /// <summary>One line for each request that failed on our side; paths only, since a query string may hold a sign-in token.</summary>
    public static void UseConsoleLogging(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("IcpConsole.Requests");
        app.Use(async (context, next) =>
        {
            var started = TimeProvider.System.GetTimestamp();
            await next(context);
            if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
                LogRequest(log, context.Request.Method, context.Request.Path, context.Response.StatusCode, TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        });
    }

    [LoggerMessage(LogLevel.Warning, "{Method} {Path}: {Status} in {Milliseconds:0} ms")]
    private static partial void LogRequest(Microsoft.Extensions.Logging.ILogger log, string method, string path, int status, double milliseconds);
}
