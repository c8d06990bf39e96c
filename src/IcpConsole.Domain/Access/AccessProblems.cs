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

public sealed record SavedMeanwhile(string By, DateTimeOffset When) : Problem
{
    /// <param name="saved">Null where a release saved it that did not note by whom.</param>
    public static SavedMeanwhile From(Saved? saved) =>
        new(saved?.By ?? "", saved?.At ?? DateTimeOffset.UnixEpoch);

    protected override Words Words =>
        By.Length == 0
            ? new(
                "Somebody saved this after it was opened here. Their values stand beside yours; "
                    + "save again to put yours in their place.",
                "이 페이지를 연 이후 다른 사람이 저장했습니다. 현재 값이 입력한 값 옆에 "
                    + "표시됩니다. 다시 저장하면 입력한 값으로 바뀝니다."
            )
            : new(
                $"{By} saved this at {When:u}, after it was opened here. Their values stand beside "
                    + "yours; save again to put yours in their place.",
                $"이 페이지를 연 이후 {By} 계정이 {When:u}에 저장했습니다. 현재 값이 입력한 값 옆에 "
                    + "표시됩니다. 다시 저장하면 입력한 값으로 바뀝니다."
            );
}

public sealed record ThereNow(string Value) : Problem
{
    protected override Words Words => new($"Now: {Value}", $"현재 값: {Value}");
}
