using System.Text;
using System.Text.RegularExpressions;
using IcpConsole.Domain.Users;

namespace IcpConsole.Pages.Diagnostics;

/// <summary>
/// Finds symptoms by words: a word that few of them have counts more than one that many have, what is
/// seen more than other words for it, and those more than what is to be checked. Where no word fits,
/// the nearest in spelling counts.
/// </summary>
internal static partial class SymptomIndex
{
    /// <summary>Of what is typed or pasted, in words.</summary>
    private const int MaxWords = 400;

    /// <summary>Of a text, in characters; a word has far fewer.</summary>
    private const int MaxLength = 2000;

    private const int MaxWordLength = 64;

    /// <summary>Looked at for their spelling, when none is known.</summary>
    private const int MaxNear = 20;

    private const int MaxFound = 6;

    /// <summary>Of the best: what fits far worse is not shown.</summary>
    private const double Least = 0.3;

    /// <summary>Of the pairs of letters that two words have in common.</summary>
    private const double Near = 0.6;

    private static readonly (string Part, double Weight)[] s_parts =
    [
        ("Seen", 4),
        ("Words", 3),
        ("ToCheck", 1),
    ];

    private static readonly Lazy<IReadOnlyList<Entry>> s_entries = new(() =>
        [.. Symptom.All.Select(s => new Entry(s))]
    );

    public static IReadOnlyList<Symptom> Find(string text)
    {
        var words = WordsOf(text.Length <= MaxLength ? text : text[..MaxLength])
            .Where(w => w.Length <= MaxWordLength)
            .Distinct()
            .Take(MaxWords)
            .ToList();
        return Best(words, Fit) is { Count: > 0 } found
            ? found
            : Best([.. words.Take(MaxNear)], Resemblance);
    }

    private static List<Symptom> Best(List<string> words, Func<string, string, double> fit)
    {
        var entries = s_entries.Value;
        var scores = new double[entries.Count];
        foreach (var word in words)
        {
            double[] fits = [.. entries.Select(e => e.Fit(word, fit))];
            var rarity = Math.Log(1 + (entries.Count / (double)(1 + fits.Count(f => f > 0))));
            for (var i = 0; i < scores.Length; i++)
                scores[i] += rarity * fits[i];
        }

        var most = scores.Max();
        return
        [
            .. entries
                .Zip(scores)
                .Where(s => s.Second > 0 && s.Second >= Least * most)
                .OrderByDescending(s => s.Second)
                .Take(MaxFound)
                .Select(s => s.First.Symptom),
        ];
    }

    /// <summary>
    /// In small letters; a name such as <c>ICSAPeerDuplicate</c> whole and in its parts. Korean is
    /// taken apart into letters, so that endings do not hide a stem.
    /// </summary>
    private static IEnumerable<string> WordsOf(string text)
    {
        foreach (Match word in Word().Matches(UserIdentity.Clean(text)))
        {
            var whole = word.Value;
            yield return Letters(whole);
            var parts = Part().Matches(whole);
            if (parts.Count < 2)
                continue;
            foreach (Match part in parts)
                if (part.Length > 1)
                    yield return Letters(part.Value);
        }
    }

    private static string Letters(string word) =>
        word.ToLowerInvariant().Normalize(NormalizationForm.FormD);

    /// <summary>The same word, or one with another ending.</summary>
    private static double Fit(string sought, string word)
    {
        if (sought == word)
            return 1;
        var least = Math.Min(sought.Length, word.Length);
        var common = 0;
        while (common < least && sought[common] == word[common])
            common++;
        var isStem = common >= (IsHangul(word) ? 5 : 4) && common >= 0.7 * least;
        return isStem ? 0.6 * common / Math.Max(sought.Length, word.Length) + 0.2 : 0;
    }

    private static double Resemblance(string sought, string word)
    {
        if (Math.Min(sought.Length, word.Length) < 4)
            return 0;
        var pairs = Pairs(word);
        var common = Pairs(sought).Count(pairs.Contains);
        var share = 2.0 * common / (sought.Length + word.Length - 2);
        return share >= Near ? share : 0;
    }

    private static HashSet<string> Pairs(string word) =>
        [.. Enumerable.Range(0, word.Length - 1).Select(i => word.Substring(i, 2))];

    private static bool IsHangul(string word) => word[0] is >= '\u1100' and <= '\u11ff';

    [GeneratedRegex(
        @"[\p{L}\p{Nd}]+",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant
    )]
    private static partial Regex Word();

    [GeneratedRegex(
        @"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Nd}+|\p{Lo}+",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Part();

    /// <summary>A symptom and the words of its parts, with what they count.</summary>
    private sealed class Entry(Symptom symptom)
    {
        private readonly IReadOnlyList<(double Weight, HashSet<string> Words)> _words =
        [
            .. s_parts.Select(p =>
                (p.Weight, symptom.Texts(p.Part).SelectMany(WordsOf).ToHashSet())
            ),
        ];

        public Symptom Symptom => symptom;

        public double Fit(string sought, Func<string, string, double> fit) =>
            _words.Max(w => w.Weight * w.Words.Max(word => fit(sought, word)));
    }
}
