using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Certificates;

public sealed record CsrMultiServer : Problem
{
    protected override Words Words =>
        new(
            "Only tomcat certificates can be multi-server.",
            "멀티서버 인증서는 tomcat에서만 사용할 수 있습니다."
        );
}

public sealed record CsrNameMalformed(string Name, NodeNameMistake Mistake) : Problem
{
    protected override Words Words =>
        new($"“{Name}”: {Mistake.English()}", $"“{Name}”: {Mistake.Korean()}");
}

public sealed record CsrTooManyNames(int Most) : Problem
{
    protected override Words Words =>
        new($"At most {Most} names.", $"이름은 {Most}개까지 입력할 수 있습니다.");
}

public sealed record DiscardNothing : Problem
{
    protected override Words Words =>
        new(
            "It no longer exists: it is already in use, or was discarded.",
            "더 이상 없습니다. 이미 사용 중이거나 삭제되었습니다."
        );
}

public sealed record CsrCommonNameTooLong(int Characters) : Problem
{
    protected override Words Words =>
        new(
            $"A common name can have at most {Characters} characters.",
            $"일반 이름은 {Characters}자를 넘을 수 없습니다."
        );
}
