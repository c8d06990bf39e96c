using System.Globalization;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Web.Resources;
using IcpConsole.Web.Shared;

namespace IcpConsole.Web.Diagnostics;

/// <summary>Words of the System Troubleshooter.</summary>
internal static class DiagnosticWords
{
    public static string Name(TestSection section) => Find($"Section{section}")!;

    public static string Name(TestOutcome? outcome) =>
        Find($"Outcome{outcome?.ToString() ?? "Running"}")!;

    public static string Description(TestRow row) =>
        Find($"Test{row.Test}")!.With(row.Subject ?? "");

    private static string? Find(string key) =>
        DiagnosticText.ResourceManager.GetString(key, CultureInfo.CurrentUICulture);
}
