using System.Globalization;
using IcpConsole.Web.Resources;

namespace IcpConsole.Web.Diagnostics;

/// <summary>A symptom in an administrator's words, and what to check.</summary>
internal sealed record Symptom(string Seen, string ToCheck)
{
    private static readonly string[] s_keys =
        ["Mra", "Federation", "Migration", "Stuck", "OneWay", "NotSecure", "AfterRename", "Unknown", "HaBad", "Cpu", "Resources", "Stale", "Duplicate", "ComesBack", "AfterFailover", "Split", "Version", "Tls", "HalfOpen", "Count"];

    public static IReadOnlyList<Symptom> All => [.. s_keys.Select(k => new Symptom(Text($"{k}Seen"), Text($"{k}ToCheck")))];

    private static string Text(string key) => SymptomText.ResourceManager.GetString(key, CultureInfo.CurrentUICulture)!;
}
