using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace IcpConsole.Engine.Users;

internal enum LoginResult
{
    Good,
    Bad,

    /// <summary>The right password of a user who may not do this.</summary>
    Forbidden,

    /// <summary>Too many passwords wait to be checked.</summary>
    Busy,
}

/// <summary>
/// Checks Basic credentials (RFC 7617) against the cluster's application users. A password hash costs 60 ms, so a credential that was found
/// good is remembered as a digest under a key that never leaves this process.
/// </summary>
internal sealed class ApplicationLogin(ApplicationUserStore store)
{
    private const int MaxHeaderLength = 1024;

    /// <summary>With which the console asks its own nodes: of this process alone, and good for Control Center.</summary>
    public AxlCredential Own { get; } = new($"console-{Guid.NewGuid():N}", RandomNumberGenerator.GetHexString(64));

    private readonly PasswordHasher<string> _hasher = new();
    /// <summary>Counts the changes of users: what was found good before the last of them is looked up anew.</summary>
    private volatile int _age;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (byte[] Digest, ApplicationRole Role, int Age)> _good = new(StringComparer.Ordinal);

    /// <summary>One at a time, so that guessing passwords takes one core at most, and few waiting, so that guessers do not hold everyone up.</summary>
    private readonly ConcurrencyLimiter _hashing = new(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 32 });

    public static string Hash(string username, string password) => new PasswordHasher<string>().HashPassword(username, password);

    /// <summary>What was good before is looked up anew.</summary>
    public void Forget() => Interlocked.Increment(ref _age);

    /// <summary>Lets a request of a node's client through, or answers it: another method than POST, or those that are named, with 405, a login that is none with 401, one without the role with 403, and one too many with 503.</summary>
    public async Task<bool> AdmitAsync(HttpContext context, ApplicationRole role, string realm, params string[] methods)
    {
        var response = context.Response;
        string[] allowed = methods.Length == 0 ? [HttpMethods.Post] : methods;
        if (!allowed.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = string.Join(", ", allowed);
            return false;
        }

        switch (await VerifyAsync(context.Request.Headers.Authorization, role, context.RequestAborted))
        {
            case LoginResult.Good:
                return true;
            case LoginResult.Bad:
                response.StatusCode = StatusCodes.Status401Unauthorized;
                response.Headers.WWWAuthenticate = $"Basic realm=\"{realm}\"";
                return false;
            case LoginResult.Forbidden:
                response.StatusCode = StatusCodes.Status403Forbidden;
                return false;
            default:
                response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                response.Headers.RetryAfter = "1";
                return false;
        }
    }

    private async Task<LoginResult> VerifyAsync(string? authorization, ApplicationRole role, CancellationToken cancellationToken)
    {
        if (!TryRead(authorization, out var username, out var password)) return LoginResult.Bad;
        var digest = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{username}\0{password}"));
        if (username == Own.Username) return role == ApplicationRole.Serviceability && IsOwn(password) ? LoginResult.Good : LoginResult.Bad;
        if (_good.TryGetValue(username, out var known) && known.Age == _age && CryptographicOperations.FixedTimeEquals(known.Digest, digest)) return known.Role == role ? LoginResult.Good : LoginResult.Forbidden;

        var age = _age;
        var user = await store.FindAsync(username, cancellationToken);
        using var lease = await _hashing.AcquireAsync(1, cancellationToken);
        if (!lease.IsAcquired) return LoginResult.Busy;
        // An unknown name costs as much as a wrong password, so that neither tells which it was.
        if (user is null) _hasher.HashPassword(username, password);
        if (user is null || _hasher.VerifyHashedPassword(username, user.PasswordHash, password) == PasswordVerificationResult.Failed) return LoginResult.Bad;
        _good[username] = (digest, user.Role, age);
        return user.Role == role ? LoginResult.Good : LoginResult.Forbidden;
    }

    private bool IsOwn(string password) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(Own.Password));

    private static bool TryRead(string? authorization, out string username, out string password)
    {
        (username, password) = ("", "");
        if (authorization is null or { Length: > MaxHeaderLength } || !AuthenticationHeaderValue.TryParse(authorization, out var header)) return false;
        if (!string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase) || header.Parameter is null) return false;
        Span<byte> bytes = stackalloc byte[MaxHeaderLength];
        if (!Convert.TryFromBase64String(header.Parameter, bytes, out var length)) return false;
        var pair = Encoding.UTF8.GetString(bytes[..length]);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) return false;
        (username, password) = (pair[..colon], pair[(colon + 1)..]);
        return true;
    }
}
