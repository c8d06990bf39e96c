using System.Diagnostics.CodeAnalysis;

namespace IcpConsole.Domain;

/// <summary>
/// What an operation that may fail in expected ways returns: a value, or every problem found.
/// </summary>
public sealed class Result<T>
    where T : notnull
{
    internal Result(T? value, IReadOnlyList<Problem> problems)
    {
        Value = value;
        Problems = problems;
    }

    public T? Value { get; }

    public IReadOnlyList<Problem> Problems { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool Succeeded => Problems.Count == 0;

    public static implicit operator Result<T>(T value) => new(value, []);

    public static implicit operator Result<T>(Problem problem) => new(default, [problem]);

    public static implicit operator Result<T>(List<Problem> problems)
    {
        if (problems.Count == 0)
            throw new ArgumentException(
                "A failure has at least one problem.",
                nameof(problems)
            );
        return new(default, problems);
    }
}

public static class Result
{
    /// <summary>For values of interfaces, which do not convert by themselves.</summary>
    public static Result<T> From<T>(T value)
        where T : notnull => new(value, []);
}
