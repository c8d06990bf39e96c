using System.Buffers;
using System.Text.RegularExpressions;

namespace IcpConsole.Domain;

/// <summary>
/// A Korean particle has one form after a consonant and another after a vowel; texts have both, as
/// in 이(가), because what stands before them is known only when they are filled.
/// </summary>
public static partial class KoreanParticles
{
    private static readonly SearchValues<char> s_vowels = SearchValues.Create("aeiouyAEIOUY");

    private static readonly SearchValues<char> s_latin = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    /// <summary>
    /// Leaves the form that fits the last sound before it. A bracketed part, quotes and punctuation
    /// are not said: what stands before them decides. The form after a vowel stays where there is
    /// nothing to go by.
    /// </summary>
    public static string Fit(string text) =>
        Both().Replace(text, m => Form(m.Value, LastSound(text.AsSpan(0, m.Index))));

    private static string Form(string both, Sound sound) =>
        both switch
        {
            "이(가)" => sound == Sound.Vowel ? "가" : "이",
            "은(는)" => sound == Sound.Vowel ? "는" : "은",
            "을(를)" => sound == Sound.Vowel ? "를" : "을",
            "과(와)" or "와(과)" => sound == Sound.Vowel ? "와" : "과",
            "(이)라" => sound == Sound.Vowel ? "라" : "이라",
            "(이)나" => sound == Sound.Vowel ? "나" : "이나",
            _ => sound == Sound.Consonant ? "으로" : "로",
        };

    private static Sound LastSound(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var last = text[^1];
            if (char.IsLetterOrDigit(last) || last == '%')
                return SoundOf(last, text[(text.LastIndexOfAnyExcept(s_latin) + 1)..]);
            text = text[..(last == ')' ? Opening(text) : ^1)];
        }

        return Sound.Vowel;
    }

    /// <summary>
    /// Where the bracketed part at the end begins; where nothing stands before it, what is in it
    /// has to do, and the bracket alone is left out.
    /// </summary>
    private static Index Opening(ReadOnlySpan<char> text)
    {
        var depth = 0;
        for (var i = text.Length - 1; i > 0; i--)
        {
            depth += text[i] switch
            {
                ')' => 1,
                '(' => -1,
                _ => 0,
            };
            if (depth == 0)
                return i;
        }

        return ^1;
    }

    private static Sound SoundOf(char last, ReadOnlySpan<char> latin) =>
        last switch
        {
            >= '가' and <= '힣' => ((last - '가') % 28) switch
            {
                0 => Sound.Vowel,
                8 => Sound.Rieul,
                _ => Sound.Consonant,
            },
            // Read as 영, 일, 이, 삼, …
            '1' or '7' or '8' => Sound.Rieul,
            '0' or '3' or '6' => Sound.Consonant,
            // Also 퍼센트, and letters of other scripts.
            _ when latin.IsEmpty => Sound.Vowel,
            _ when IsSpelt(latin) => SoundOfLetter(char.ToUpperInvariant(last)),
            _ => SoundOfWord(latin.ToString().ToLowerInvariant()),
        };

    /// <summary>An abbreviation, by its capitals or for want of a vowel, as kr.</summary>
    private static bool IsSpelt(ReadOnlySpan<char> latin) =>
        latin.Length == 1
        || !latin.ContainsAnyInRange('a', 'z')
        || !latin.ContainsAny(s_vowels);

    /// <summary>An abbreviation is spelt: 엘, 엠, 엔, 알; all others end in a vowel.</summary>
    private static Sound SoundOfLetter(char letter) =>
        letter switch
        {
            'L' or 'R' => Sound.Rieul,
            'M' or 'N' => Sound.Consonant,
            _ => Sound.Vowel,
        };

    /// <summary>
    /// As Korean usually writes an English word: 서울 and 파일, 도메인 and 타임, 핑; a stop after a
    /// short vowel closes the syllable, as in 톰캣, and others get a vowel, as in 에이전트.
    /// </summary>
    private static Sound SoundOfWord(string word) =>
        word switch
        {
            [.., 'l'] or [.., _, 'l', 'e'] => Sound.Rieul,
            [.., 'm' or 'n'] or [.., _, 'm' or 'n', 'e'] or [.., 'n', 'g'] => Sound.Consonant,
            [.., var vowel, 'b' or 'p' or 'k' or 'c' or 't']
                when IsVowel(vowel) && (word.Length == 2 || !IsVowel(word[^3])) =>
                Sound.Consonant,
            _ => Sound.Vowel,
        };

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';

    private enum Sound
    {
        Vowel,
        Consonant,

        /// <summary>ㄹ, a consonant but before 로.</summary>
        Rieul,
    }

    [GeneratedRegex(
        @"이\(가\)|은\(는\)|을\(를\)|과\(와\)|와\(과\)|\(으\)로|\(이\)[라나]",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Both();
}
