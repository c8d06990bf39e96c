using IcpConsole.Domain;
using IcpConsole.Domain.Diagnostics;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>What a test came to.</summary>
internal sealed record CheckResult(
    CheckOutcome Outcome,
    Problem? Problem = null,
    Fix? Fix = null
)
{
    public static readonly CheckResult Passed = new(CheckOutcome.Passed);

    /// <summary>What was seen; null for nothing that needs telling.</summary>
    public Evidence? Detail { get; init; }

    /// <summary>What the other side says of the same; null where it does not say.</summary>
    public CheckOutcome? OtherSide { get; init; }

    public Problem? OtherSideProblem { get; init; }

    public static CheckResult Failed(Problem problem, Fix? fix = null) =>
        new(CheckOutcome.Failed, problem, fix);

    public static CheckResult Warning(Problem problem, Fix? fix = null) =>
        new(CheckOutcome.Warning, problem, fix);

    public static CheckResult Information(Problem problem, Fix? fix = null) =>
        new(CheckOutcome.Information, problem, fix);

    public static CheckResult Saw(Evidence evidence) => Passed with { Detail = evidence };
}
