namespace IcpConsole.Domain.Access;

public sealed record PasswordsGuessed(string Interface, string From, int Count) : Problem
{
    protected override Words Words =>
        new(
            $"Passwords are being guessed at {Interface}: {Count} wrong ones with no "
                + $"pause between them, the last from {From}.",
            $"{Interface}에서 암호 추측 시도가 있습니다. 쉬지 않고 이어진 잘못된 암호 "
                + $"{Count}회, 마지막 시도: {From}."
        );

    protected override Words? Remedy =>
        new(
            "Each wrong one is answered late, and nobody is locked out. Find out what "
                + "is at that address.",
            "잘못된 시도는 늦게 응답하며 아무도 잠기지 않습니다. 해당 주소에 무엇이 "
                + "있는지 확인하십시오."
        );
}
