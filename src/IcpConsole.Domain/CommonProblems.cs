namespace IcpConsole.Domain;

public sealed record TooLong(int Characters) : Problem
{
    protected override Words Words =>
        new($"At most {Characters} characters.", $"최대 {Characters}자입니다.");
}

public sealed record Unexpected : Problem
{
    protected override Words Words =>
        new("An unexpected problem occurred.", "예기치 않은 문제가 발생했습니다.");

    protected override Words? Remedy =>
        new(
            "Try again; the log of the console has the details.",
            "다시 시도하십시오. 자세한 내용은 콘솔 로그에 있습니다."
        );
}

public sealed record NameMalformed : Problem
{
    protected override Words Words =>
        new(
            "A name cannot contain control characters.",
            "이름에는 제어 문자를 사용할 수 없습니다."
        );
}

public sealed record ChoiceUnknown : Problem
{
    protected override Words Words =>
        new("Choose one of the values.", "값 중 하나를 선택하십시오.");
}
