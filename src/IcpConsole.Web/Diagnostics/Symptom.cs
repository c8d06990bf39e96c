using System.Globalization;
using IcpConsole.Web.Resources;

namespace IcpConsole.Web.Diagnostics;

/// <summary>A symptom in an administrator's words, and what to check.</summary>
/// <param name="Seen">What is seen.</param>
/// <param name="ToCheck">Where to look.</param>
/// <param name="Words">Other words for it, that nobody reads.</param>
internal sealed record Symptom(string Seen, string ToCheck, string Words)
{
    private static readonly string[] s_keys =
        ["Mra", "Federation", "Migration", "Stuck", "OneWay", "NotSecure", "AfterRename", "Unknown", "HaBad", "Cpu", "Resources", "Stale", "Duplicate", "ComesBack", "AfterFailover", "Split", "Version", "Tls", "HalfOpen", "Count"];

    public static IReadOnlyList<Symptom> All => [.. s_keys.Select(k => new Symptom(Text($"{k}Seen"), Text($"{k}ToCheck"), Text($"{k}Words")))];

    /// <summary>Every word is in the symptom, in what to check, or in other words for it.</summary>
    public bool Matches(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(w => new[] { Seen, ToCheck, Words }.Any(t => t.Contains(w, StringComparison.CurrentCultureIgnoreCase)));

    private static string Text(string key) => SymptomText.ResourceManager.GetString(key, CultureInfo.CurrentUICulture)!;
}
