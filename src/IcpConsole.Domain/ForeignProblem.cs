namespace IcpConsole.Domain;

/// <summary>
/// A problem that another release told of and this one does not know: shown by its code, whatever
/// that is.
/// </summary>
public sealed record ForeignProblem : Problem
{
    public const int MaxCode = 64;
    public const int MaxArguments = 8;
    public const int MaxArgument = 200;

    public ForeignProblem(string code, params IEnumerable<string> arguments)
    {
        Code = Cut(code, MaxCode);
        Arguments = [.. arguments.Take(MaxArguments).Select(a => Cut(a, MaxArgument))];
    }

    public override string Code { get; }

    public IReadOnlyList<string> Arguments { get; }

    private string Said =>
        Arguments.Count == 0 ? Code : $"{Code} ({string.Join(", ", Arguments)})";

    protected override Words Words =>
        new(
            $"A problem that this release does not know: {Said}.",
            $"이 릴리스에서 알 수 없는 문제: {Said}."
        );

    public bool Equals(ForeignProblem? other) =>
        base.Equals(other) && Code == other.Code && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Code);

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..length];
}
