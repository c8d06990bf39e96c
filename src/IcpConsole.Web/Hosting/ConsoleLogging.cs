using System.Globalization;
using Serilog;
using Serilog.Events;

namespace IcpConsole.Web.Hosting;

/// <summary>Serilog behind the framework's logging.</summary>
internal static class ConsoleLogging
{
    private const string Line =
        $"{{Timestamp:HH:mm:ss}} {{Level:u3}} {{Message:lj}}{{{SampledWarnings.HeldBack}}}{{NewLine}}{{Exception}}";

    public static void AddConsoleLogging(this WebApplicationBuilder builder) =>
        builder.Services.AddSerilog(
            logger =>
                logger
                    .Filter.With(new SampledWarnings(TimeProvider.System))
                    .WriteTo.Console(
                        formatProvider: CultureInfo.InvariantCulture,
                        outputTemplate: Line
                    )
                    .ReadFrom.Configuration(builder.Configuration),
            preserveStaticLogger: true
        );

    /// <summary>
    /// One line for each request that failed on our side; paths only, since a query string may hold
    /// a sign-in token.
    /// </summary>
    public static void UseConsoleLogging(this WebApplication app) =>
        app.UseSerilogRequestLogging(requests =>
        {
            requests.MessageTemplate =
                "{RequestMethod} {RequestPath}: {StatusCode} in {Elapsed:0} ms";
            requests.GetLevel = (context, _, _) =>
                context.Response.StatusCode >= StatusCodes.Status500InternalServerError
                    ? LogEventLevel.Warning
                    : LogEventLevel.Verbose;
        });
}
