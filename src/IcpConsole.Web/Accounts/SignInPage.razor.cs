using System.Net;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Alarms;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;

namespace IcpConsole.Web.Accounts;

/// <summary>Static on the server: signing in sets a cookie, which a circuit cannot.</summary>
public sealed partial class SignInPage
{
    private string? _error;

    [Inject]
    private SignInManager<IdentityUser> SignIn { get; set; } = default!;

    [Inject]
    private UserManager<IdentityUser> Users { get; set; } = default!;

    [Inject]
    private PasswordGuard Guard { get; set; } = default!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [Inject]
    private ILogger<SignInPage> Log { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Account { get; set; } = default!;

    [Inject]
    private SignInLink Link { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [SupplyParameterFromQuery]
    private string? Token { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromForm]
    private SignInForm Form { get; set; } = default!;

    private bool SettingPassword { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Form ??= new SignInForm();
        if ((Token ?? Form.Token) is not { } token)
        {
            if ((await Account).User.Identity is { IsAuthenticated: true })
                Leave();
            return;
        }

        if (!Link.IsGood(token))
        {
            _error = AccountText.LinkUsed;
            return;
        }

        var administrator = await AdministratorAsync();
        SettingPassword = !await Users.HasPasswordAsync(administrator);
        if (!SettingPassword && Link.TryUse(token))
            await EnterAsync(administrator);
    }

    private async Task SignInAsync()
    {
        if (!await Users.HasPasswordAsync(await AdministratorAsync()))
        {
            _error = AccountText.NoPasswordYet;
            return;
        }

        var (name, password) = (Form.Username?.Trim() ?? "", Form.Password ?? "");
        IdentityUser? user = null;
        var from = Context.Connection.RemoteIpAddress ?? IPAddress.None;
        var attempt = new PasswordTry(ConsoleCondition.Subject, "sign-in", name, from)
        {
            LookupName = Users.NormalizeName(name) ?? "",
        };
        var check = await Guard.CheckAsync(
            attempt,
            async _ =>
            {
                user = await Users.FindByNameAsync(name);
                if (user is not null)
                    return await Users.CheckPasswordAsync(user, password);
                // An unknown name costs as much as a wrong password, so that neither tells which it
                // was.
                Users.PasswordHasher.HashPassword(new IdentityUser(), password);
                return false;
            },
            Context.RequestAborted
        );
        if (check == PasswordCheck.Right)
        {
            await SignIn.SignInAsync(user!, isPersistent: false);
            LogSignedIn(Log, name, "password", from);
            Leave();
            return;
        }

        _error =
            check == PasswordCheck.TooMany ? AccountText.TooMany : AccountText.SignInFailed;
    }

    private async Task SetPasswordAsync()
    {
        if (!SettingPassword)
            return;
        if (Form.Password != Form.Confirm)
        {
            _error = AccountText.PasswordsDiffer;
            return;
        }

        var administrator = await AdministratorAsync();
        foreach (var validator in Users.PasswordValidators)
        {
            if ((await validator.ValidateAsync(Users, administrator, Form.Password)).Succeeded)
                continue;
            _error = AccountText.PasswordRule.With(Users.Options.Password.RequiredLength);
            return;
        }

        if (!Link.TryUse(Form.Token))
        {
            _error = AccountText.LinkUsed;
            return;
        }

        AccountServices.Expect(await Users.AddPasswordAsync(administrator, Form.Password!));
        await EnterAsync(administrator);
    }

    private async Task EnterAsync(IdentityUser administrator)
    {
        await SignIn.SignInAsync(administrator, isPersistent: false);
        LogSignedIn(
            Log,
            AccountServices.Administrator,
            "link",
            Context.Connection.RemoteIpAddress ?? IPAddress.None
        );
        Leave();
    }

    private async Task<IdentityUser> AdministratorAsync() =>
        await Users.FindByNameAsync(AccountServices.Administrator)
        ?? throw new InvalidOperationException("The account is made at the first start.");

    private void Leave() => Navigation.NavigateTo(LocalUrl.OrRoot(ReturnUrl), forceLoad: true);

    [LoggerMessage(LogLevel.Information, "{Account} signed in by {Means} from {Address}")]
    private static partial void LogSignedIn(
        ILogger log,
        string account,
        string means,
        IPAddress address
    );

    public sealed class SignInForm
    {
        public string? Username { get; set; }

        public string? Password { get; set; }

        public string? Confirm { get; set; }

        public string? Token { get; set; }
    }
}
