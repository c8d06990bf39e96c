using System.Globalization;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;

namespace IcpConsole.Pages.Diagnostics;

/// <summary>Words of the System Troubleshooter.</summary>
internal static class DiagnosticWords
{
    public static string Name(CheckSection section) => Find($"Section{section}")!;

    public static string Description(CheckRow row) =>
        Find($"Test{row.Test}")!.With(row.Subject ?? "");

    private static string? Find(string key) =>
        DiagnosticText.ResourceManager.GetString(key, CultureInfo.CurrentUICulture);
}
