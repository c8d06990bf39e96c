using IcpConsole.Storage;
using IcpConsole.Storage.Clusters;
using IcpConsole.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;

namespace IcpConsole.Web.Accounts;

/// <summary>
/// Who may use the console: ASP.NET Core Identity with the one account <c>administrator</c>.
/// </summary>
internal static class AccountServices
{
    public const string Administrator = "administrator";

    public static IServiceCollection AddConsoleAccounts(
        this IServiceCollection services,
        DataDirectory directory,
        ConsoleOptions options
    )
    {
        var secure = options.IsHttpsOnly
            ? CookieSecurePolicy.Always
            : CookieSecurePolicy.SameAsRequest;
        services.AddSingleton<SignInLink>();
        services
            .AddIdentityCore<IdentityUser>(identity =>
            {
                identity.Password.RequiredLength = ConsoleOptions.MinPasswordLength;
                identity.Password.RequireDigit =
                    identity.Password.RequireLowercase =
                    identity.Password.RequireUppercase =
                    identity.Password.RequireNonAlphanumeric =
                        false;
                // PasswordGuard slows down guessing, and locks nobody out.
                identity.Lockout.AllowedForNewUsers = false;
            })
            .AddEntityFrameworkStores<ConsoleDb>()
            .AddSignInManager();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = CookieNames.Make("icpconsole", directory, options);
            cookie.Cookie.SecurePolicy = secure;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.LoginPath = "/sign-in";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
        });
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = CookieNames.Make("icpconsole-af", directory, options);
            antiforgery.Cookie.SecurePolicy = secure;
        });
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(
                new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()
            );
        services.Configure<SecurityStampValidatorOptions>(stamp =>
            stamp.ValidationInterval = CircuitAccount.Interval
        );
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitAccount>();
        return services;
    }

    /// <summary>
    /// Makes the account at the first start; ICP_ADMIN_PASSWORD gives it its first password.
    /// </summary>
    public static async Task PrepareAdministratorAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();
        var administrator = await users.FindByNameAsync(Administrator);
        if (administrator is null)
        {
            administrator = new IdentityUser(Administrator);
            Expect(await users.CreateAsync(administrator));
        }

        if (
            app.Services.GetRequiredService<ConsoleOptions>().AdminPassword is { } password
            && !await users.HasPasswordAsync(administrator)
        )
            Expect(await users.AddPasswordAsync(administrator, password));
    }

    public static async Task PrintSignInLinkAsync(this WebApplication app)
    {
        var address = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        var origin = AllowedHosts.ForLink(
            address,
            app.Services.GetRequiredService<ConsoleOptions>()
        );
        await Console.Out.WriteLineAsync(
            $"Sign in: {origin}/sign-in?token={app.Services.GetRequiredService<SignInLink>().Issue()}"
        );
    }

    public static void MapConsoleAccounts(this WebApplication app) =>
        app.MapPost(
            "/sign-out",
            async (
                HttpContext context,
                IAntiforgery antiforgery,
                SignInManager<IdentityUser> signIn
            ) =>
            {
                if (!await antiforgery.IsRequestValidAsync(context))
                    return Results.BadRequest();
                // Other browsers and open circuits of the account are signed out with it, within
                // seconds.
                if (await signIn.UserManager.GetUserAsync(context.User) is { } user)
                    await signIn.UserManager.UpdateSecurityStampAsync(user);
                await signIn.SignOutAsync();
                return Results.LocalRedirect("/sign-in");
            }
        );

    internal static void Expect(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(
                string.Join(' ', result.Errors.Select(e => e.Description))
            );
    }
}
