using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Web.Resources;
using IcpConsole.Web.Shared;

namespace IcpConsole.Web.Diagnostics;

/// <summary>Words of the System Troubleshooter.</summary>
internal static class DiagnosticWords
{
    public static string Name(TestSection section) => Find($"Section{section}")!;

    public static string Name(TestOutcome? outcome) => Find($"Outcome{outcome?.ToString() ?? "Running"}")!;

    public static string Description(TestRow row) => Find($"Test{row.Test}")!.With(row.Subject ?? "");

    public static string? Detail(TestRow row) => row.Detail is { } saw ? Find($"Saw{saw.Code}")!.With([.. saw.Args]) : null;

    /// <summary>What the other side reports. It may be of another release, and know problems that are not known here.</summary>
    public static string? OtherSide(TestRow row) => row.OtherSideProblem is not { } problem ? null
        : ProblemText.ResourceManager.GetString(problem.Code, CultureInfo.CurrentUICulture) is null || problem.Args.Count < MinArgs(problem.Code) ? DiagnosticText.OtherSideUnknown.With(problem.Code)
        : problem.Text();

    private static string? Find(string key) => DiagnosticText.ResourceManager.GetString(key, CultureInfo.CurrentUICulture);

    private static int MinArgs(string code)
    {
        var text = ProblemText.ResourceManager.GetString(code, CultureInfo.CurrentUICulture)!;
        var count = 0;
        while (text.Contains($"{{{count}", StringComparison.Ordinal)) count++;
        return count;
    }
}
