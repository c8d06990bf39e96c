using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using IcpConsole.Storage.Clusters;
using Microsoft.AspNetCore.Identity;

namespace IcpConsole.Engine.Peering;

internal enum LoginResult
{
    Good,
    Bad,

    /// <summary>Too many passwords wait to be checked.</summary>
    Busy,
}

/// <summary>
/// Checks Basic credentials (RFC 7617) against the cluster's application users. A password hash costs 60 ms, so a credential that was found
/// good is remembered as a digest under a key that never leaves this process.
/// </summary>
internal sealed class AxlLogin(DefinitionStore store)
{
    private const int MaxHeaderLength = 1024;

    private readonly PasswordHasher<string> _hasher = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte[]> _good = new(StringComparer.Ordinal);

    /// <summary>One at a time, so that guessing passwords takes one core at most, and few waiting, so that guessers do not hold everyone up.</summary>
    private readonly ConcurrencyLimiter _hashing = new(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 32 });

    public static string Hash(string username, string password) => new PasswordHasher<string>().HashPassword(username, password);

    public async Task<LoginResult> VerifyAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (!TryRead(authorization, out var username, out var password)) return LoginResult.Bad;
        var digest = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{username}\0{password}"));
        if (_good.TryGetValue(username, out var known) && CryptographicOperations.FixedTimeEquals(known, digest)) return LoginResult.Good;

        var hash = await store.PasswordHashAsync(username, cancellationToken);
        using var lease = await _hashing.AcquireAsync(1, cancellationToken);
        if (!lease.IsAcquired) return LoginResult.Busy;
        // An unknown name costs as much as a wrong password, so that neither tells which it was.
        if (hash is null) _hasher.HashPassword(username, password);
        if (hash is null || _hasher.VerifyHashedPassword(username, hash, password) == PasswordVerificationResult.Failed) return LoginResult.Bad;
        _good[username] = digest;
        return LoginResult.Good;
    }

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
