namespace IcpConsole.Web.Hosting;

/// <summary>
/// Refuses what pages of other sites ask of the circuit. Browsers let any page open a WebSocket
/// anywhere, with the cookies of whom it is opened to, and say only whose page it is (RFC 6455,
/// section 10.2).
/// </summary>
internal static class OriginCheck
{
    private const string Circuit = "/_blazor";

    public static void UseOriginCheck(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                var isCircuit =
                    context.Request.Path.StartsWithSegments(
                        Circuit,
                        StringComparison.OrdinalIgnoreCase
                    )
                    || context.Request.Headers.Upgrade.Count > 0;
                if (!isCircuit || IsOwn(context.Request))
                    return next(context);
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }
        );

    /// <summary>
    /// By host and port alone: a proxy before the console may speak HTTPS where the console does
    /// not.
    /// </summary>
    private static bool IsOwn(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count == 0)
            return true;
        return origin.Count == 1
            && Uri.TryCreate(origin[0], UriKind.Absolute, out var from)
            && from.Host.Trim('[', ']')
                .Equals(request.Host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
            && from.Port
                == (request.Host.Port ?? (from.Scheme == Uri.UriSchemeHttps ? 443 : 80));
    }
}
