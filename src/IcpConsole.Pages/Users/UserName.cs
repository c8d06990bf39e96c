using IcpConsole.Domain.Users;

namespace IcpConsole.Pages.Users;

/// <summary>A user's name as it is written.</summary>
internal static class UserName
{
    /// <summary>
    /// The family name first, and no blank between, where the script has it so; otherwise the given
    /// name first.
    /// </summary>
    public static string FullName(this EndUser user) =>
        IsEastAsian(user.FirstName) && IsEastAsian(user.LastName)
            ? user.LastName + user.FirstName
            : $"{user.FirstName} {user.LastName}".Trim();

    /// <summary>
    /// Of Han characters (with the marks 々, 〆 and 〇), kana or Hangul syllables alone (Unicode
    /// blocks, basic plane).
    /// </summary>
    private static bool IsEastAsian(string name) =>
        name.Length > 0
        && name.All(c =>
            c
                is >= '\u3005'
                    and <= '\u3007'
                    or >= '\u3040'
                    and <= '\u30ff'
                    or >= '\u3400'
                    and <= '\u9fff'
                    or >= '\uac00'
                    and <= '\ud7a3'
        );
}
