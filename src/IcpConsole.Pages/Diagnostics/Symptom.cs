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
        "LockedOut",
        "NotRunning",
        "TooLarge",
        "Mra",
        "Federation",
        "Migration",
        "Stuck",
        "OneWay",
        "NotSecure",
        "Expired",
        "CertificateKind",
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
        "Clock",
        "Replication",
        "Version",
        "Tls",
        "Ports",
        "Router",
        "HalfOpen",
        "Removed",
        "MaxPeers",
        "Count",
        "File",
        "UserSync",
        "Disk",
    ];

    /// <summary>Administrators know the words of either language.</summary>
    private static readonly CultureInfo[] s_languages =
    [
        CultureInfo.GetCultureInfo("en"),
        CultureInfo.GetCultureInfo("ko"),
    ];

    public static IReadOnlyList<Symptom> All { get; } =
    [.. s_keys.Select(k => new Symptom(k))];

    /// <summary>What is seen.</summary>
    public string Seen => Text("Seen", CultureInfo.CurrentUICulture);

    /// <summary>Where to look.</summary>
    public string ToCheck => Text("ToCheck", CultureInfo.CurrentUICulture);

    /// <summary>
    /// Those that a text fits best, the best first. It may be a word, a sentence, the name of an
    /// alarm, or a line of a log.
    /// </summary>
    public static IReadOnlyList<Symptom> Find(string text) => SymptomIndex.Find(text);

    /// <summary>A part of it in both languages.</summary>
    internal IEnumerable<string> Texts(string part) => s_languages.Select(l => Text(part, l));

    private string Text(string part, CultureInfo language) =>
        SymptomText.ResourceManager.GetString(Key + part, language)!;
}
