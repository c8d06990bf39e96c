namespace IcpConsole.Domain.Users;

/// <summary>Why a text is no directory URI.</summary>
public enum DirectoryUriMistake
{
    /// <summary>It is one, or there is none.</summary>
    None,
    Scheme,
    NoUser,
    NoHost,
    UserTooLong,
    TooLong,
    UserCharacter,
    HostCharacter,
    HostDots,
    HostHyphen,
    HostTooShort,
}

/// <summary>
/// <c>user@host</c> (Cisco, <em>System Configuration Guide</em>, "Directory URI format"): the user
/// has 47 characters at most, letters, digits and some signs; the host has letters, digits, hyphens
/// and dots, and no hyphen or dot at its ends.
/// </summary>
public static class DirectoryUriRules
{
    private const int MaxUser = 47;
    private const int MaxLength = 254;
    private const string Signs = "!$%&*_+~-=\\?',./()\"";

    /// <param name="value">Without blanks around; empty for none.</param>
    public static DirectoryUriMistake MistakeIn(string value)
    {
        if (value.Length == 0)
            return DirectoryUriMistake.None;
        if (value.StartsWith("sip:", StringComparison.OrdinalIgnoreCase))
            return DirectoryUriMistake.Scheme;
        var at = value.LastIndexOf('@');
        if (at <= 0)
            return at == 0 ? DirectoryUriMistake.NoUser : DirectoryUriMistake.NoHost;
        var (user, host) = (value[..at], value[(at + 1)..]);
        return user.Length > MaxUser ? DirectoryUriMistake.UserTooLong
            : value.Length > MaxLength ? DirectoryUriMistake.TooLong
            : !user.All(IsOfUser) ? DirectoryUriMistake.UserCharacter
            : MistakeInHost(host);
    }

    private static DirectoryUriMistake MistakeInHost(string host)
    {
        var labels = host.Split('.');
        return host.Length == 0 ? DirectoryUriMistake.NoHost
            : !host.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
                ? DirectoryUriMistake.HostCharacter
            : labels.Any(l => l.Length == 0) ? DirectoryUriMistake.HostDots
            : labels.Any(l => l[0] == '-' || l[^1] == '-') ? DirectoryUriMistake.HostHyphen
            : host.Length < 2 ? DirectoryUriMistake.HostTooShort
            : DirectoryUriMistake.None;
    }

    private static bool IsOfUser(char c) =>
        char.IsAsciiLetterOrDigit(c) || Signs.Contains(c, StringComparison.Ordinal);

    internal static string English(this DirectoryUriMistake mistake) =>
        mistake switch
        {
            DirectoryUriMistake.Scheme => "leave out “sip:”.",
            DirectoryUriMistake.NoUser => "there is nothing before the @.",
            DirectoryUriMistake.NoHost => "it has no @, or nothing after it.",
            DirectoryUriMistake.UserTooLong =>
                "the part before the @ has at most 47 characters.",
            DirectoryUriMistake.TooLong => "it has at most 254 characters.",
            DirectoryUriMistake.UserCharacter =>
                "the part before the @ has letters and digits of ASCII, and of signs these only: "
                    + Signs,
            DirectoryUriMistake.HostCharacter =>
                "the host has letters and digits of ASCII, hyphens and dots only; write an international one as xn--….",
            DirectoryUriMistake.HostDots =>
                "the host has two dots in a row, or one at its beginning or end.",
            DirectoryUriMistake.HostHyphen =>
                "a part of the host begins or ends with a hyphen.",
            _ => "the host has at least two characters.",
        };

    internal static string Korean(this DirectoryUriMistake mistake) =>
        mistake switch
        {
            DirectoryUriMistake.Scheme => "“sip:”는 빼고 입력하십시오.",
            DirectoryUriMistake.NoUser => "@ 앞이 비어 있습니다.",
            DirectoryUriMistake.NoHost => "@가 없거나 @ 뒤가 비어 있습니다.",
            DirectoryUriMistake.UserTooLong => "@ 앞부분은 최대 47자입니다.",
            DirectoryUriMistake.TooLong => "최대 254자입니다.",
            DirectoryUriMistake.UserCharacter =>
                "@ 앞부분에는 ASCII 문자와 숫자, 다음 기호만 사용할 수 있습니다: " + Signs,
            DirectoryUriMistake.HostCharacter =>
                "호스트에는 ASCII 문자와 숫자, 하이픈, 점만 사용할 수 있습니다. 다국어 도메인은 xn--… 형식으로 쓰십시오.",
            DirectoryUriMistake.HostDots =>
                "호스트에 점이 연속되거나 처음 또는 끝에 점이 있습니다.",
            DirectoryUriMistake.HostHyphen =>
                "호스트의 각 부분은 하이픈으로 시작하거나 끝날 수 없습니다.",
            _ => "호스트는 두 자 이상이어야 합니다.",
        };
}
