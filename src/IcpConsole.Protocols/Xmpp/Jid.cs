using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>
/// An XMPP address (RFC 7622): what follows the first slash is the resource, what stands before the
/// first at sign of the rest the local part.
/// </summary>
/// <param name="Local">As it is written; empty for a domain's own address.</param>
/// <param name="Domain">In lower case.</param>
public sealed record Jid(string Local, string Domain)
{
    /// <summary>Of each part, in bytes (section 3.1).</summary>
    private const int MaxPart = 1023;

    /// <summary>
    /// What a local part cannot hold as it is (section 3.3.1), but as a backslash and its code
    /// (XEP-0106, table 1).
    /// </summary>
    private const string Escaped = " \"&'/:<>@";

    private const string Backslash = @"\5c";

    /// <summary>Neither begins a local part nor ends it (XEP-0106, section 3).</summary>
    private const string Blank = @"\20";

    /// <returns>False where it is no address.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Jid? jid)
    {
        jid = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var bare = slash < 0 ? text : text[..slash];
        var at = bare.IndexOf('@', StringComparison.Ordinal);
        var (local, domain) = at < 0 ? ("", bare) : (bare[..at], bare[(at + 1)..]);
        if (
            at == 0
            || slash == text.Length - 1
            || !IsDomain(domain)
            || Encoding.UTF8.GetByteCount(local) > MaxPart
            || local.Any(c => IsBlank(c) || Escaped.Contains(c, StringComparison.Ordinal))
            || local.StartsWith(Blank, StringComparison.Ordinal)
            || local.EndsWith(Blank, StringComparison.Ordinal)
        )
            return false;
        var name = domain.EndsWith('.') ? domain[..^1] : domain;
        jid = new Jid(local, name.ToLowerInvariant());
        return true;
    }

    /// <summary>The address of a user by its name and domain, as it goes over the wire.</summary>
    /// <param name="address">What follows its last at sign is the domain.</param>
    public static string FromAddress(string address)
    {
        var at = address.LastIndexOf('@');
        return at < 0 ? address : $"{Escape(address[..at])}{address[at..]}";
    }

    /// <summary>Whom the local part means (XEP-0106, section 4.3).</summary>
    public string User
    {
        get
        {
            var user = new StringBuilder(Local.Length);
            for (var at = 0; at < Local.Length; at++)
            {
                if (EscapedAt(Local, at) is { } character)
                {
                    user.Append(character);
                    at += 2;
                }
                else
                    user.Append(Local[at]);
            }

            return user.ToString();
        }
    }

    private static string Escape(string user)
    {
        var local = new StringBuilder(user.Length);
        for (var at = 0; at < user.Length; at++)
        {
            var c = user[at];
            if (Escaped.Contains(c, StringComparison.Ordinal))
                local.Append(CultureInfo.InvariantCulture, $"\\{(int)c:x2}");
            // Only where it would be read as the beginning of a code.
            else if (c == '\\' && EscapedAt(user, at) is not null)
                local.Append(Backslash);
            else
                local.Append(c);
        }

        return local.ToString();
    }

    /// <summary>The character that a code stands for; null where there is none.</summary>
    private static char? EscapedAt(string text, int at)
    {
        if (text[at] != '\\' || at + 2 >= text.Length)
            return null;
        var isCode = byte.TryParse(
            text.AsSpan(at + 1, 2),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var code
        );
        return isCode && (Escaped + '\\').Contains((char)code, StringComparison.Ordinal)
            ? (char)code
            : null;
    }

    private static bool IsDomain(string domain) =>
        domain.Length > 0
        && Encoding.UTF8.GetByteCount(domain) <= MaxPart
        && !domain.Contains('@', StringComparison.Ordinal)
        && !domain.EndsWith("..", StringComparison.Ordinal)
        && domain != "."
        && !domain.Any(IsBlank);

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || char.IsControl(c);
}
