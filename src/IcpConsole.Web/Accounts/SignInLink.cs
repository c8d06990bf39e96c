using System.Security.Cryptography;
using System.Text;

namespace IcpConsole.Web.Accounts;

/// <summary>
/// The one-time token of the link that the console prints at its start. Only its hash is kept, and
/// only in memory.
/// </summary>
internal sealed class SignInLink(TimeProvider time)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(1);

    private readonly DateTimeOffset _expires = time.GetUtcNow() + s_lifetime;
    private byte[]? _hash;

    public string Issue()
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        _hash = Hash(token);
        return token;
    }

    public bool IsGood(string? token) =>
        token is not null
        && _hash is { } hash
        && time.GetUtcNow() < _expires
        && CryptographicOperations.FixedTimeEquals(hash, Hash(token));

    /// <summary>
    /// True for the first caller with the good token; no one else gets in with it again.
    /// </summary>
    public bool TryUse(string? token) =>
        IsGood(token) && Interlocked.Exchange(ref _hash, null) is not null;

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
