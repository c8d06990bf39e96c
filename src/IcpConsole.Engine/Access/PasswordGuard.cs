using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Engine.Foundation;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Access;

/// <summary>What came of a password that was tried.</summary>
public enum PasswordCheck
{
    Right,
    Wrong,

    /// <summary>
    /// So many are being tried from there already that this one was not looked at.
    /// </summary>
    TooMany,
}

/// <summary>Who tries a password.</summary>
/// <param name="Realm">Whose account it is: a cluster's ID, or the console's name.</param>
/// <param name="Interface">Where it is tried, for people.</param>
/// <param name="Account">As it was given; it need not exist.</param>
/// <param name="From">Where the try comes from.</param>
public sealed record PasswordTry(
    string Realm,
    string Interface,
    string Account,
    IPAddress From
)
{
    /// <summary>
    /// The name that accounts are found by: all spellings of one account have it in common.
    /// </summary>
    public string LookupName { get; init; } = Account;
}

/// <summary>That passwords of a realm are being guessed.</summary>
/// <param name="Interface">Where the last wrong one was tried.</param>
/// <param name="From">And where it came from.</param>
/// <param name="Count">Wrong ones, and those that were too many to look at, with less than <see
/// cref="PasswordGuard.Remembered"/> between any two.</param>
public sealed record Guessing(string Interface, IPAddress From, int Count)
{
    public Problem Problem => new PasswordsGuessed(Interface, From.ToString(), Count);
}

/// <summary>
/// Slows down guessing, for all interfaces of the console together. A wrong password is answered
/// late, the later the more of them came from that address or for that account, and of an address
/// few are looked at at a time, so that a right one from there waits behind them. Nobody can lock
/// anybody out: a right one from elsewhere is answered at once, and so is one from where it was
/// right before, whoever else guesses there.
/// </summary>
public sealed partial class PasswordGuard(TimeProvider time, ILogger<PasswordGuard> log)
{
    /// <summary>Wrong passwords count for so long after the last of them.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(15);

    /// <summary>
    /// So many passwords of one realm that were wrong, or too many to look at, are called guessing.
    /// </summary>
    public const int IsGuessing = 15;

    /// <summary>Shorter than what a client waits for an answer.</summary>
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>People mistype.</summary>
    private const int FreeOfOneAccount = 3;

    /// <summary>Of one address with any accounts, or of one account from any addresses.</summary>
    private const int FreeOfMany = 10;

    private const int AtOnceOfOneAddress = 4;
    private const int WaitingOfOneAddress = 8;

    /// <summary>More than the connections that one address may have.</summary>
    private const int WaitingWhereKnown = 1000;

    private readonly ExpiringCounts<(IPAddress, string)> _ofBoth = new(time, Remembered);
    private readonly ExpiringCounts<IPAddress> _ofAddresses = new(time, Remembered);
    private readonly ExpiringCounts<string> _ofAccounts = new(time, Remembered);
    private readonly ExpiringCounts<string> _ofRealms = new(time, Remembered);
    private readonly ExpiringCounts<(IPAddress, string)> _known = new(
        time,
        TimeSpan.FromDays(30)
    );
    private readonly ConcurrentDictionary<
        string,
        (string Interface, IPAddress From)
    > _lastWrong = new(StringComparer.Ordinal);
    private readonly Turns _turns = new(AtOnceOfOneAddress, WaitingOfOneAddress);
    private readonly Turns _turnsOfKnown = new(atOnce: 1, WaitingWhereKnown);

    /// <summary>
    /// Hashing for strangers takes one core at most, and those who are known do not wait for it.
    /// </summary>
    private readonly AsyncLock _hashing = new();
    private readonly AsyncLock _hashingOfKnown = new();

    /// <summary>Whether a right password of that account came from there before.</summary>
    public bool IsKnown(PasswordTry attempt) =>
        _known.Of((AddressOf(attempt), AccountOf(attempt))) > 0;

    /// <summary>Null while nobody guesses passwords of a realm.</summary>
    public Guessing? GuessingOf(string realm) =>
        _ofRealms.Of(realm) is >= IsGuessing and var count
        && _lastWrong.TryGetValue(realm, out var last)
            ? new Guessing(last.Interface, last.From, count)
            : null;

    /// <summary>Has a password verified in its turn, and answers a wrong one late.</summary>
    /// <param name="attempt">Who tries it.</param>
    /// <param name="verify">Whether it is right; takes as long for an account that does not
    /// exist.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<PasswordCheck> CheckAsync(
        PasswordTry attempt,
        Func<CancellationToken, Task<bool>> verify,
        CancellationToken cancellationToken
    )
    {
        var (address, account) = (AddressOf(attempt), AccountOf(attempt));
        bool? isRight = IsKnown(attempt)
            ? await TryAsync(
                _turnsOfKnown,
                _hashingOfKnown,
                address,
                verify,
                cancellationToken
            )
            : null;
        if (isRight == true)
            return Accept(address, account);
        using var turn = await _turns.EnterAsync(address, cancellationToken);
        if (turn is null)
        {
            Note(attempt);
            return PasswordCheck.TooMany;
        }

        // Verified once, so that a name that is known there takes no longer than one that is not.
        isRight ??= await HashAsync(_hashing, verify, cancellationToken);
        if (isRight == true)
            return Accept(address, account);
        await RefuseAsync(attempt, address, account, cancellationToken);
        return PasswordCheck.Wrong;
    }

    /// <returns>Null where too many wait for a turn.</returns>
    private static async Task<bool?> TryAsync(
        Turns turns,
        AsyncLock hashing,
        IPAddress address,
        Func<CancellationToken, Task<bool>> verify,
        CancellationToken cancellationToken
    )
    {
        using var turn = await turns.EnterAsync(address, cancellationToken);
        return turn is null ? null : await HashAsync(hashing, verify, cancellationToken);
    }

    private static async Task<bool> HashAsync(
        AsyncLock hashing,
        Func<CancellationToken, Task<bool>> verify,
        CancellationToken cancellationToken
    )
    {
        using (await hashing.EnterAsync(cancellationToken))
            return await verify(cancellationToken);
    }

    private PasswordCheck Accept(IPAddress address, string account)
    {
        _known.Add((address, account));
        _ofBoth.Forget((address, account));
        return PasswordCheck.Right;
    }

    private async Task RefuseAsync(
        PasswordTry attempt,
        IPAddress address,
        string account,
        CancellationToken cancellationToken
    )
    {
        Note(attempt);
        TimeSpan[] delays =
        [
            Delay(_ofBoth.Add((address, account)), FreeOfOneAccount),
            Delay(_ofAddresses.Add(address), FreeOfMany),
            Delay(_ofAccounts.Add(account), FreeOfMany),
        ];
        await Task.Delay(delays.Max(), time, cancellationToken);
    }

    private void Note(PasswordTry attempt)
    {
        LogRefused(
            attempt.Realm,
            attempt.Interface,
            LogText.Sanitize(attempt.Account),
            attempt.From
        );
        _lastWrong[attempt.Realm] = (attempt.Interface, attempt.From);
        _ofRealms.Add(attempt.Realm);
    }

    /// <summary>Twice as long with each one that is not free.</summary>
    private static TimeSpan Delay(int count, int free)
    {
        if (count <= free)
            return TimeSpan.Zero;
        var delay = s_firstDelay * Math.Pow(2, Math.Min(count - free - 1, 10));
        return delay < s_longestDelay ? delay : s_longestDelay;
    }

    /// <summary>
    /// A digest, because a name that strangers choose may be long, and is kept for a while.
    /// </summary>
    private static string AccountOf(PasswordTry attempt) =>
        Convert.ToBase64String(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{attempt.Realm}\n{attempt.LookupName}"))
        );

    private static IPAddress AddressOf(PasswordTry attempt) =>
        CallerAddress.From(attempt.From);

    [LoggerMessage(
        LogLevel.Warning,
        "{Realm}: sign-in refused at {Interface}: {Account} from {Address}"
    )]
    private partial void LogRefused(
        string realm,
        string @interface,
        string account,
        IPAddress address
    );
}
