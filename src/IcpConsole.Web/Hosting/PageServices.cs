using IcpConsole.Pages.Frame;
using IcpConsole.Pages.Shared;
using IcpConsole.Storage;
using IcpConsole.Web.Downloads;
using IcpConsole.Web.Frame;
using Microsoft.AspNetCore.Localization;

namespace IcpConsole.Web.Hosting;

internal static class PageServices
{
    /// <summary>
    /// In bytes, of what is typed or pasted into a field: what is longer loses the connection, and
    /// what is shorter and too long for its field is told so.
    /// </summary>
    private const int MostTyped = 512 * 1024;

    private static readonly string[] s_languages = ["en", "ko"];

    public static IServiceCollection AddConsolePages(this IServiceCollection services)
    {
        services
            .AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = MostTyped);
        services.AddScoped<PageDoor>();
        services.AddScoped<StorageNotice>();
        return services;
    }

    /// <summary>The language chosen in the frame, else the one that the browser asks for.</summary>
    public static void UseConsoleLanguages(this WebApplication app) =>
        app.UseRequestLocalization(localization =>
        {
            localization
                .SetDefaultCulture(s_languages[0])
                .AddSupportedCultures(s_languages)
                .AddSupportedUICultures(s_languages);
            localization.RequestCultureProviders =
            [
                new CookieRequestCultureProvider { CookieName = CookieName(app.Services) },
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });

    public static void MapConsolePages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/language/{language}", ChooseLanguage).AllowAnonymous();
        app.MapCertificateDownloads();
        app.MapDiagnosticDownloads();
        app.MapDiagnosticsBundle();
        app.MapUserFindingsDownload();
        app.MapPeerListDownload();
        app.MapRazorComponents<App>()
            .AddAdditionalAssemblies(typeof(MainLayout).Assembly)
            .AddInteractiveServerRenderMode(server =>
                server.ContentSecurityFrameAncestorsPolicy = "'none'"
            );
    }

    private static string CookieName(IServiceProvider services) =>
        CookieNames.Make(
            "icpconsole-language",
            services.GetRequiredService<DataDirectory>(),
            services.GetRequiredService<ConsoleOptions>()
        );

    private static IResult ChooseLanguage(
        HttpContext context,
        string language,
        string? returnUrl
    )
    {
        if (s_languages.Contains(language))
        {
            context.Response.Cookies.Append(
                CookieName(context.RequestServices),
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
                new CookieOptions
                {
                    MaxAge = TimeSpan.FromDays(365),
                    SameSite = SameSiteMode.Lax,
                    HttpOnly = true,
                    IsEssential = true,
                    Secure = context.Request.IsHttps,
                }
            );
        }

        return Results.LocalRedirect(LocalUrl.OrRoot(returnUrl));
    }
}
