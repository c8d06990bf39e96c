namespace IcpConsole.Domain.Access;

public sealed record PasswordsGuessed(string Interface, string From, int Count) : Problem
{
    protected override Words Words =>
        new(
            $"Someone is guessing passwords at {Interface}: {Count} wrong ones without a "
                + $"pause, the last from {From}.",
            $"{Interface}에서 암호를 추측하는 시도가 있습니다. 연속해서 틀린 암호 {Count}회, "
                + $"마지막 시도: {From}."
        );

    protected override Words? Remedy =>
        new(
            "Wrong passwords are answered late, and nobody is locked out. Find out what is "
                + "at that address.",
            "틀린 암호에는 늦게 응답하며 계정은 잠기지 않습니다. 해당 주소에 무엇이 있는지 "
                + "확인하십시오."
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
                "Someone saved this after you opened it. Their values are shown beside "
                    + "yours; save again to overwrite them.",
                "이 페이지를 연 이후 다른 사람이 저장했습니다. 현재 값이 입력한 값 옆에 "
                    + "표시됩니다. 다시 저장하면 입력한 값으로 바뀝니다."
            )
            : new(
                $"{By} saved this at {When:u}, after you opened it. Their values are shown "
                    + "beside yours; save again to overwrite them.",
                $"이 페이지를 연 이후 {By} 계정이 {When:u}에 저장했습니다. 현재 값이 입력한 값 옆에 "
                    + "표시됩니다. 다시 저장하면 입력한 값으로 바뀝니다."
            );
}

public sealed record ThereNow(string Value) : Problem
{
    protected override Words Words => new($"Now: {Value}", $"현재 값: {Value}");
}
