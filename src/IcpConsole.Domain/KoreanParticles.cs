using System.Text.RegularExpressions;

namespace IcpConsole.Domain;

/// <summary>
/// A Korean particle has one form after a consonant and another after a vowel; texts have both, as
/// in 이(가), because what stands before them is known only when they are filled.
/// </summary>
public static partial class KoreanParticles
{
    /// <summary>
    /// Leaves the form that fits, where the sound before it is known: after Hangul and digits.
    /// </summary>
    public static string Fit(string text) =>
        Both()
            .Replace(text, m => Ends(m.Groups["before"].Value[0]) is not { } sound
                    ? m.Value
                    : m.Groups["before"].Value
                        + m.Groups["close"].Value
                        + m.Groups["particle"].Value switch
                        {
                            "이(가)" => sound == Sound.Vowel ? "가" : "이",
                            "은(는)" => sound == Sound.Vowel ? "는" : "은",
                            "을(를)" => sound == Sound.Vowel ? "를" : "을",
                            "과(와)" or "와(과)" => sound == Sound.Vowel ? "와" : "과",
                            _ => sound == Sound.Consonant ? "으로" : "로",
                        });

    private static Sound? Ends(char letter) =>
        letter switch
        {
            >= '가' and <= '힣' => ((letter - '가') % 28) switch
            {
                0 => Sound.Vowel,
                8 => Sound.Rieul,
                _ => Sound.Consonant,
            },
            // Read as 영, 일, 이, 삼, …
            '1' or '7' or '8' => Sound.Rieul,
            '0' or '3' or '6' => Sound.Consonant,
            '2' or '4' or '5' or '9' => Sound.Vowel,
            _ => null,
        };

    private enum Sound
    {
        Vowel,
        Consonant,

        /// <summary>ㄹ, a consonant but before 로.</summary>
        Rieul,
    }

    [GeneratedRegex(
        @"(?<before>.)(?<close>[”’"")]?)(?<particle>이\(가\)|은\(는\)|을\(를\)|과\(와\)|와\(과\)|\(으\)로)",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Both();
}
