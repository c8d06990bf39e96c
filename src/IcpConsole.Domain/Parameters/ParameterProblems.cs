namespace IcpConsole.Domain.Parameters;

public sealed record ParameterRange(int Least, int Most) : Problem
{
    protected override Words Words =>
        new(
            $"Enter a whole number from {Least} to {Most}.",
            $"{Least}에서 {Most} 사이의 정수를 입력하십시오."
        );
}

public sealed record ParameterChoice(string Example) : Problem
{
    protected override Words Words =>
        new(
            $"Choose one of the values offered, {Example} for example.",
            $"제시된 값 중 하나를 선택하십시오(예: {Example})."
        );
}

public sealed record ParameterAbove(int Most) : Problem
{
    protected override Words Words =>
        new($"The maximum is {Most}.", $"최댓값 {Most}보다 클 수 없습니다.");
}
