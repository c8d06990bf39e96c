using System.Globalization;
using System.Text;
using IcpConsole.Domain;
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

    public static string? Detail(TestRow row) =>
        row.Detail is { } saw ? Find($"Saw{saw.Code}")!.With([.. saw.Args]) : null;

    /// <summary>
    /// What the other side reports. It may be of another release, and know problems that are not
    /// known here.
    /// </summary>
    public static string? OtherSide(TestRow row) =>
        row.OtherSideProblem is not { } problem ? null
        : !problem.Code.EndsWith("Hint", StringComparison.Ordinal)
        && ProblemText.ResourceManager.GetString(problem.Code, CultureInfo.CurrentUICulture)
            is { } text
        && CompositeFormat.Parse(text).MinimumArgumentCount <= problem.Args.Count
            ? problem.Text()
        : DiagnosticText.OtherSideUnknown.With(problem.Code);

    private static string? Find(string key) =>
        DiagnosticText.ResourceManager.GetString(key, CultureInfo.CurrentUICulture);
}
