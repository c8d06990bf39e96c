using IcpConsole.Domain.Alarms;
using IcpConsole.Engine.Alarms;

namespace IcpConsole.Web.Hosting;

/// <summary>
/// Which requests for pages are answered at all, and what browsers are told about them.
/// </summary>
internal static partial class ConsoleSecurity
{
    private static readonly TimeSpan s_httpsFor = TimeSpan.FromDays(365);

    public static IServiceCollection AddConsoleSecurity(
        this IServiceCollection services,
        ConsoleOptions options
    )
    {
        services.AddAllowedHosts(options);
        services.AddHsts(hsts =>
        {
            hsts.MaxAge = s_httpsFor;
            // Browsers leave addresses out by themselves (RFC 6797, section 8.1.1); other programs
            // of this computer are at its name.
            hsts.ExcludedHosts.Clear();
            hsts.ExcludedHosts.Add("localhost");
        });
        // Also without a certificate, so that the alarm of a run that had one is cleared.
        services.AddSingleton(
            new ConsoleCondition(AlarmCatalogue.ConsoleCertificate, () =>
                options.Certificate?.Ending
            )
        );
        return services;
    }

    public static void UseConsoleSecurity(this WebApplication app)
    {
        var log = app
            .Services.GetRequiredService<ILoggerFactory>()
            .CreateLogger("IcpConsole.Certificate");
        if (app.Services.GetRequiredService<ConsoleOptions>().Certificate is { } certificate)
            certificate.Unusable = e => LogUnusable(log, e.Message);
        // A browser that takes it for a name would turn http:// of that name away as well.
        if (app.Services.GetRequiredService<ConsoleOptions>().IsHttpsOnly)
            app.UseHsts();
        app.UseSecurityHeaders();
        app.UseOriginCheck();
    }

    [LoggerMessage(
        LogLevel.Error,
        "The file of --certificate has changed and cannot be used; the certificate of before is still presented: {Why}"
    )]
    private static partial void LogUnusable(ILogger log, string why);
}
