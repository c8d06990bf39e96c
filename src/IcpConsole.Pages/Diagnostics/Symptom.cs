using System.Globalization;
using IcpConsole.Pages.Resources;

namespace IcpConsole.Pages.Diagnostics;

/// <summary>A symptom in an administrator's words, and what to check.</summary>
/// <param name="Key">Of its texts.</param>
internal sealed record Symptom(string Key)
{
    private static readonly string[] s_keys =
    [
        "Login",
        "NotRunning",
        "Mra",
        "Federation",
        "Migration",
        "Stuck",
        "OneWay",
        "NotSecure",
        "AfterRename",
        "Unknown",
        "HaBad",
        "Cpu",
        "Resources",
        "Stale",
        "Duplicate",
        "ComesBack",
        "AfterFailover",
        "Split",
        "Version",
        "Tls",
        "HalfOpen",
        "Count",
    ];

    /// <summary>Administrators know the words of either language.</summary>
    private static readonly CultureInfo[] s_languages =
    [
        CultureInfo.GetCultureInfo("en"),
        CultureInfo.GetCultureInfo("ko"),
    ];

    public static IReadOnlyList<Symptom> All => [.. s_keys.Select(k => new Symptom(k))];

    /// <summary>What is seen.</summary>
    public string Seen => Text("Seen", CultureInfo.CurrentUICulture);

    /// <summary>Where to look.</summary>
    public string ToCheck => Text("ToCheck", CultureInfo.CurrentUICulture);

    /// <summary>
    /// Those that every word fits, the best first: what is seen counts more than other words for
    /// it, and those more than what is to be checked.
    /// </summary>
    public static IReadOnlyList<Symptom> Find(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. All.Select(s => (Symptom: s, Fits: words.Select(s.Fit).ToList()))
                .Where(f => f.Fits.Count > 0 && f.Fits.All(fit => fit > 0))
                .OrderByDescending(f => f.Fits.Sum())
                .Select(f => f.Symptom),
        ];
    }

    private int Fit(string word) =>
        Holds("Seen", word, whole: true) ? 4
        : Holds("Words", word, whole: true) ? 3
        : Holds("Seen", word) || Holds("Words", word) ? 2
        : Holds("ToCheck", word) ? 1
        : 0;

    private bool Holds(string part, string word, bool whole = false) =>
        s_languages.Any(language =>
        {
            var text = Text(part, language);
            return whole
                ? text.Split(
                        [' ', ',', '(', ')', ':', '.', ';'],
                        StringSplitOptions.RemoveEmptyEntries
                    )
                    .Contains(word, StringComparer.CurrentCultureIgnoreCase)
                : text.Contains(word, StringComparison.CurrentCultureIgnoreCase);
        });

    private string Text(string part, CultureInfo language) =>
        SymptomText.ResourceManager.GetString(Key + part, language)!;
}
