using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using IcpConsole.Storage.Clusters;
using Microsoft.AspNetCore.Identity;

namespace IcpConsole.Engine.Peering;

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

    /// <summary>One at a time, so that guessing passwords takes one core at most.</summary>
    private readonly SemaphoreSlim _hashing = new(1);

    public static string Hash(string username, string password) => new PasswordHasher<string>().HashPassword(username, password);

    public async Task<bool> VerifyAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (!TryRead(authorization, out var username, out var password)) return false;
        var digest = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{username}\0{password}"));
        if (_good.TryGetValue(username, out var known) && CryptographicOperations.FixedTimeEquals(known, digest)) return true;

        var hash = await store.PasswordHashAsync(username, cancellationToken);
        await _hashing.WaitAsync(cancellationToken);
        try
        {
            // An unknown name costs as much as a wrong password, so that neither tells which it was.
            if (hash is null)
            {
                _hasher.HashPassword(username, password);
                return false;
            }

            if (_hasher.VerifyHashedPassword(username, hash, password) == PasswordVerificationResult.Failed) return false;
        }
        finally
        {
            _hashing.Release();
        }

        _good[username] = digest;
        return true;
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
