namespace IcpConsole.Domain.Diagnostics;

/// <summary>What a test saw, for whoever wants to know more.</summary>
public abstract record Evidence : Message;

public sealed record SawRunsOn(string Nodes) : Evidence
{
    protected override Words Words => new($"Running on {Nodes}", $"{Nodes}에서 실행 중");
}

public sealed record SawNodeAnswered(int Services) : Evidence
{
    protected override Words Words =>
        new($"Services reported: {Services}", $"서비스 {Services}개의 상태 확인");
}

public sealed record SawDatabaseSize(string Megabytes) : Evidence
{
    protected override Words Words => new($"{Megabytes} MB", $"{Megabytes}MB");
}

public sealed record SawDiskSpace(string Megabytes) : Evidence
{
    protected override Words Words => new($"{Megabytes} MB free", $"{Megabytes}MB 여유");
}

public sealed record SawDirectoryFile(string Path) : Evidence
{
    protected override Words Words => new($"{Path}", $"{Path}");
}

public sealed record SawDirectorySynced(int Users, DateTimeOffset At) : Evidence
{
    protected override Words Words =>
        new($"Users: {Users}, {At:u}", $"사용자 {Users}명, {At:u}");
}

public sealed record SawSipAnswered(string Answer) : Evidence
{
    protected override Words Words => new($"{Answer}", $"{Answer}");
}

public sealed record SawEntriesExist(int Entries) : Evidence
{
    protected override Words Words => new($"Entries: {Entries}", $"항목 {Entries}개");
}

public sealed record SawResolved(int Names, string Milliseconds, string WaysBack) : Evidence
{
    protected override Words Words =>
        new(
            $"Names: {Names}, slowest {Milliseconds} ms. {WaysBack}",
            $"이름 {Names}개, 가장 느린 응답 {Milliseconds}ms. {WaysBack}"
        );
}

public sealed record SawConnected(string Milliseconds) : Evidence
{
    protected override Words Words => new($"{Milliseconds} ms", $"{Milliseconds}ms");
}

public sealed record SawSecured(string Version, string Milliseconds) : Evidence
{
    protected override Words Words =>
        new($"{Version}, {Milliseconds} ms", $"{Version}, {Milliseconds}ms");
}

public sealed record SawAnswered(string Milliseconds) : Evidence
{
    protected override Words Words => new($"{Milliseconds} ms", $"{Milliseconds}ms");
}

public sealed record SawAllAnswered(string Nodes) : Evidence
{
    protected override Words Words => new($"{Nodes}", $"{Nodes}");
}

public sealed record SawAllOpen(string Nodes) : Evidence
{
    protected override Words Words => new($"{Nodes}", $"{Nodes}");
}

public sealed record SawOnNodes(string Nodes) : Evidence
{
    protected override Words Words => new($"Nodes: {Nodes}", $"노드: {Nodes}");
}

public sealed record SawExchanged(int Certificates) : Evidence
{
    protected override Words Words =>
        new($"Certificates: {Certificates}", $"인증서 {Certificates}개");
}

public sealed record SawSynchronized(DateTimeOffset At) : Evidence
{
    protected override Words Words => new($"{At:u}", $"{At:u}");
}

public sealed record SawUsersEqual(int Users) : Evidence
{
    protected override Words Words => new($"{Users} on both sides", $"양쪽 모두 {Users}명");
}

public sealed record SawLinksUp(int Links) : Evidence
{
    protected override Words Words => new($"Links up: {Links}", $"링크 {Links}개 연결됨");
}

public sealed record SawProven(int Links) : Evidence
{
    protected override Words Words => new($"Links checked: {Links}", $"링크 {Links}개 확인됨");
}

public sealed record SawClockAhead(int Seconds) : Evidence
{
    protected override Words Words => new($"Difference: {Seconds} s", $"차이: {Seconds}초");
}

public sealed record SawUsersAssigned(int Users) : Evidence
{
    protected override Words Words => new($"Users: {Users}", $"사용자 {Users}명");
}

public sealed record SawKeepAlive(string Timeout, string Delay) : Evidence
{
    protected override Words Words =>
        new(
            $"Keep Alive {Timeout} s, Critical Service Down Delay {Delay} s",
            $"연결 유지 시간 초과 {Timeout}초, 중요 서비스 중단 지연 {Delay}초"
        );
}

public sealed record SawNamedByDns : Evidence
{
    protected override Words Words =>
        new(
            "Nodes use DNS names; no peer depends on them",
            "DNS 이름 사용, 의존하는 피어 없음"
        );
}

public sealed record SawRouterAnswered(int Milliseconds) : Evidence
{
    protected override Words Words => new($"{Milliseconds} ms", $"{Milliseconds}ms");
}

public sealed record SawValidUntil(string Service, DateTimeOffset End) : Evidence
{
    protected override Words Words =>
        new(
            $"{Service} is the first to expire, {End:yyyy-MM-dd}",
            $"{Service} 인증서가 가장 먼저 만료됨: {End:yyyy-MM-dd}"
        );
}

public sealed record SawTrustUploaded(int Certificates) : Evidence
{
    protected override Words Words =>
        new($"Certificates: {Certificates}", $"인증서 {Certificates}개");
}

public sealed record SawPresented(string Fingerprint) : Evidence
{
    protected override Words Words =>
        new($"SHA-256 {Fingerprint}…", $"SHA-256 {Fingerprint}…");
}

public sealed record SawDirectoryFinished(DateTimeOffset At) : Evidence
{
    protected override Words Words => new($"finished {At:u}", $"{At:u}에 완료");
}

public sealed record SawNamesResolve(int Names) : Evidence
{
    protected override Words Words => new($"{Names} resolve", $"{Names}개 확인됨");
}
