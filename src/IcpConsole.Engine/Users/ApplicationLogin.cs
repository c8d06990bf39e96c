using System.Collections.Concurrent;
using System.Net;
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
        var readings = BasicCredential.Read(authorization);
        if (readings.Count == 0)
            return (PasswordCheck.Wrong, null);
        foreach (var reading in readings)
        {
            if (reading.Username == Own.Username && IsOwn(reading.Password))
                return (
                    PasswordCheck.Right,
                    new Caller(
                        reading.Username,
                        ApplicationRoles.Serviceability,
                        from,
                        IsOwn: true
                    )
                );
            if (
                _good.TryGetValue(reading.Username, out var known)
                && known.Age == _age
                && CryptographicOperations.FixedTimeEquals(known.Digest, DigestOf(reading))
            )
                return (PasswordCheck.Right, new Caller(reading.Username, known.Roles, from));
        }

        var age = _age;
        var (login, roles) = (readings[0], ApplicationRoles.None);
        var check = await guard.CheckAsync(
            new PasswordTry(cluster.Value, realm, readings[0].Username, from),
            async token =>
            {
                foreach (var reading in readings)
                {
                    if (await RolesOfAsync(reading, token) is not { } found)
                        continue;
                    (login, roles) = (reading, found);
                    return true;
                }

                return false;
            },
            cancellationToken
        );
        if (check != PasswordCheck.Right)
            return (check, null);
        _good[login.Username] = new Good(DigestOf(login), roles, age);
        return (check, new Caller(login.Username, roles, from));
    }

    /// <returns>Null where there is no such user, or the password is wrong.</returns>
    private async Task<ApplicationRoles?> RolesOfAsync(
        BasicCredential login,
        CancellationToken cancellationToken
    )
    {
        var user = await store.FindAsync(login.Username, cancellationToken);
        // An unknown name costs as much as a wrong password, so that neither tells which it was.
        if (user is null)
        {
            hasher.HashPassword(login.Username, login.Password);
            return null;
        }

        return
            hasher.VerifyHashedPassword(login.Username, user.PasswordHash, login.Password)
            == PasswordVerificationResult.Failed
            ? null
            : user.User.Roles;
    }

    private byte[] DigestOf(BasicCredential login) =>
        HMACSHA256.HashData(
            _key,
            Encoding.UTF8.GetBytes($"{login.Username}\0{login.Password}")
        );

    private bool IsOwn(string password) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(password),
            Encoding.UTF8.GetBytes(Own.Password)
        );

    /// <summary>A credential that was found good.</summary>
    private sealed record Good(byte[] Digest, ApplicationRoles Roles, int Age);
}
