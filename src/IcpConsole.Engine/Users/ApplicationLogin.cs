using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Access;
using IcpConsole.Storage.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace IcpConsole.Engine.Users;

/// <summary>Whoever logged in to a node's interface.</summary>
/// <param name="Username">Of an application user; of the console itself where <paramref
/// name="IsOwn"/>.</param>
/// <param name="Roles">What they may do.</param>
/// <param name="From">Where the request comes from.</param>
/// <param name="IsOwn">The console asks its own node.</param>
internal sealed record Caller(
    string Username,
    ApplicationRoles Roles,
    IPAddress From,
    bool IsOwn = false
)
{
    /// <summary>Of what is shared out by account and address.</summary>
    public string Key { get; } = $"{Username}\n{From}";
}

/// <summary>
/// Checks Basic credentials (RFC 7617) against the cluster's application users. A password hash
/// costs 60 ms, so a credential that was found good is remembered as a digest under a key that
/// never leaves this process.
/// </summary>
internal sealed class ApplicationLogin(
    ClusterId cluster,
    ApplicationUserStore store,
    PasswordGuard guard,
    IPasswordHasher<string> hasher
)
{
    private const int MaxHeaderLength = 1024;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, Good> _good = new(StringComparer.Ordinal);

    /// <summary>
    /// Counts the changes of users: what was found good before the last of them is looked up anew.
    /// </summary>
    private volatile int _age;

    /// <summary>
    /// With which the console asks its own nodes: of this process alone, and good for Control
    /// Center.
    /// </summary>
    public AxlCredential Own { get; } =
        new($"console-{Guid.NewGuid():N}", RandomNumberGenerator.GetHexString(64));

    public string Hash(string username, string password) =>
        hasher.HashPassword(username, password);

    /// <summary>What was good before is looked up anew.</summary>
    public void Forget() => Interlocked.Increment(ref _age);

    /// <summary>
    /// Lets a request of a node's client through, or answers it: another method than those that are
    /// named with 405, a login that is none with 401, one without any of the roles with 403, and
    /// one too many with 429.
    /// </summary>
    /// <returns>Null where it was answered.</returns>
    public async Task<Caller?> AdmitAsync(
        HttpContext context,
        ApplicationRoles anyOf,
        string realm,
        params string[] methods
    )
    {
        var response = context.Response;
        if (!methods.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = string.Join(", ", methods);
            return null;
        }

        var from = context.Connection.RemoteIpAddress ?? IPAddress.None;
        var (check, caller) = await VerifyAsync(
            context.Request.Headers.Authorization,
            realm,
            from,
            context.RequestAborted
        );
        if (check == PasswordCheck.TooMany)
        {
            response.StatusCode = StatusCodes.Status429TooManyRequests;
            response.Headers.RetryAfter = "1";
            return null;
        }

        if (caller is null)
        {
            response.StatusCode = StatusCodes.Status401Unauthorized;
            response.Headers.WWWAuthenticate = $"Basic realm=\"{realm}\"";
            return null;
        }

        if (caller.Roles.HasAny(anyOf))
            return caller;
        response.StatusCode = StatusCodes.Status403Forbidden;
        return null;
    }

    private async Task<(PasswordCheck Check, Caller? Caller)> VerifyAsync(
        string? authorization,
        string realm,
        IPAddress from,
        CancellationToken cancellationToken
    )
    {
        if (!TryRead(authorization, out var username, out var password))
            return (PasswordCheck.Wrong, null);
        if (username == Own.Username && IsOwn(password))
            return (
                PasswordCheck.Right,
                new Caller(username, ApplicationRoles.Serviceability, from, IsOwn: true)
            );
        var digest = HMACSHA256.HashData(
            _key,
            Encoding.UTF8.GetBytes($"{username}\0{password}")
        );
        if (
            _good.TryGetValue(username, out var known)
            && known.Age == _age
            && CryptographicOperations.FixedTimeEquals(known.Digest, digest)
        )
            return (PasswordCheck.Right, new Caller(username, known.Roles, from));

        var age = _age;
        var roles = ApplicationRoles.None;
        var check = await guard.CheckAsync(
            new PasswordTry(cluster.Value, realm, username, from),
            async token =>
            {
                var user = await store.FindAsync(username, token);
                // An unknown name costs as much as a wrong password, so that neither tells which it
                // was.
                if (user is null)
                    hasher.HashPassword(username, password);
                if (
                    user is null
                    || hasher.VerifyHashedPassword(username, user.PasswordHash, password)
                        == PasswordVerificationResult.Failed
                )
                    return false;
                roles = user.Roles;
                return true;
            },
            cancellationToken
        );
        if (check != PasswordCheck.Right)
            return (check, null);
        _good[username] = new Good(digest, roles, age);
        return (check, new Caller(username, roles, from));
    }

    private bool IsOwn(string password) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(password),
            Encoding.UTF8.GetBytes(Own.Password)
        );

    private static bool TryRead(
        string? authorization,
        out string username,
        out string password
    )
    {
        (username, password) = ("", "");
        if (
            authorization is null or { Length: > MaxHeaderLength }
            || !AuthenticationHeaderValue.TryParse(authorization, out var header)
        )
            return false;
        if (
            !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)
            || header.Parameter is null
        )
            return false;
        Span<byte> bytes = stackalloc byte[MaxHeaderLength];
        if (!Convert.TryFromBase64String(header.Parameter, bytes, out var length))
            return false;
        var pair = Encoding.UTF8.GetString(bytes[..length]);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            return false;
        (username, password) = (pair[..colon], pair[(colon + 1)..]);
        return true;
    }

    /// <summary>A credential that was found good.</summary>
    private sealed record Good(byte[] Digest, ApplicationRoles Roles, int Age);
}
