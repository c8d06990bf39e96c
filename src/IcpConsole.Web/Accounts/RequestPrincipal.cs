using IcpConsole.Domain.Access;

namespace IcpConsole.Web.Accounts;

internal static class RequestPrincipal
{
    /// <summary>Who signed in with the request's cookie.</summary>
    public static Principal Principal(this HttpContext context) =>
        new(context.User.Identity?.Name ?? "");
}
