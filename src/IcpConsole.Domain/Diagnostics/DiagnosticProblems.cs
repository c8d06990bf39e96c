using IcpConsole.Domain.Services;

namespace IcpConsole.Domain.Diagnostics;

public sealed record TestServiceStopped(NodeService Service, string Nodes) : Problem
{
    protected override Words Words =>
        new(
            $"{Service.Name} does not run on {Nodes}.",
            $"{Nodes}에서 {Service.KoreanName}이(가) 실행되지 않습니다."
        );

    protected override Words? Remedy =>
        new("Start it in Control Center.", "Control Center에서 시작하십시오.");
}

public sealed record TestTimedOut(int Seconds) : Problem
{
    protected override Words Words =>
        new(
            $"The test took longer than {Seconds} s.",
            $"테스트가 {Seconds}초 넘게 걸렸습니다."
        );

    protected override Words? Remedy =>
        new(
            "Run it again. If it stays so, look at the log of the console.",
            "다시 실행하십시오. 계속되면 콘솔 로그를 확인하십시오."
        );
}

public sealed record NotTested : Problem
{
    protected override Words Words =>
        new(
            "Not tested: it depends on something that has a row of its own.",
            "테스트하지 않음: 다른 행의 문제에 달려 있습니다."
        );

    protected override Words? Remedy =>
        new("Solve that row first.", "먼저 해당 행의 문제를 해결하십시오.");
}

public sealed record DatabaseLarge(string Megabytes, string Most) : Problem
{
    protected override Words Words =>
        new(
            $"The database has {Megabytes} MB, more than {Most} MB.",
            $"데이터베이스가 {Megabytes}MB로 {Most}MB를 넘습니다."
        );

    protected override Words? Remedy =>
        new(
            "Remove stale users and peers that are no longer needed.",
            "오래된 사용자와 필요 없는 피어를 제거하십시오."
        );
}

public sealed record DiskLow(string Megabytes, string Least) : Problem
{
    protected override Words Words =>
        new(
            $"{Megabytes} MB are free in the data directory, less than {Least} MB.",
            $"데이터 디렉터리의 여유 공간이 {Megabytes}MB로 {Least}MB보다 적습니다."
        );

    protected override Words? Remedy =>
        new("Make room before a pass fails.", "동기화가 실패하기 전에 공간을 확보하십시오.");
}

public sealed record RestartsOwed(string Services) : Problem
{
    protected override Words Words =>
        new(
            $"Changes wait for a restart of: {Services}.",
            $"다음 서비스의 재시작을 기다리는 변경 사항이 있습니다: {Services}."
        );

    protected override Words? Remedy =>
        new("Follow the restart plan.", "재시작 계획을 따르십시오.");
}

public sealed record AlarmsActive(int Alarms) : Problem
{
    protected override Words Words =>
        new($"Active alarms: {Alarms}.", $"활성 경보: {Alarms}개.");

    protected override Words? Remedy =>
        new(
            "Their causes have rows of their own here, or are told with the alarm.",
            "원인은 여기의 해당 행이나 경보에 표시됩니다."
        );
}

public sealed record SipProcessesInLargeMesh(int Clusters, int Processes) : Problem
{
    protected override Words Words =>
        new(
            $"With {Clusters} clusters the SIP Proxy takes resources from the "
                + "Intercluster Sync Agent.",
            $"클러스터 {Clusters}개에서는 SIP 프록시가 클러스터 간 동기화 에이전트의 "
                + "리소스를 차지합니다."
        );

    protected override Words? Remedy =>
        new(
            $"Set the three numbers of processes to {Processes}, then restart SIP "
                + "Proxy, Server Recovery Manager and Intercluster Sync Agent.",
            $"세 가지 프로세스 수를 {Processes}(으)로 설정한 다음 SIP 프록시, 서버 "
                + "복구 관리자, 클러스터 간 동기화 에이전트를 차례로 재시작하십시오."
        );
}

public sealed record NoPeers : Problem
{
    protected override Words Words =>
        new(
            "There are no inter-cluster peer entries currently provisioned.",
            "현재 등록된 클러스터 간 피어 항목이 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Add a peer if this cluster should share presence with another.",
            "다른 클러스터와 프레즌스를 공유하려면 피어를 추가하십시오."
        );
}

public sealed record DnsSlow(string Name, string Seconds) : Problem
{
    protected override Words Words =>
        new(
            $"DNS took {Seconds} s for {Name}: peers look unreachable when it takes so "
                + "long.",
            $"DNS가 {Name}을(를) 확인하는 데 {Seconds}초 걸렸습니다. 이렇게 느리면 "
                + "피어에 연결할 수 없는 것처럼 보입니다."
        );

    protected override Words? Remedy =>
        new(
            "Repair or reorder the DNS servers of this machine.",
            "이 시스템의 DNS 서버를 복구하거나 순서를 바꾸십시오."
        );
}

public sealed record GroupsWithoutHa(string Groups) : Problem
{
    protected override Words Words =>
        new(
            $"High availability is off in redundancy group {Groups}.",
            $"이중화 그룹 {Groups}의 고가용성이 꺼져 있습니다."
        );

    protected override Words? Remedy =>
        new(
            "Switch it on, so that users move to the other node when theirs is down.",
            "켜면 노드가 중단될 때 사용자가 다른 노드로 이동합니다."
        );
}

public sealed record NodesFailedOver(string Moves) : Problem
{
    protected override Words Words =>
        new($"Users have moved: {Moves}.", $"사용자가 이동했습니다: {Moves}.");

    protected override Words? Remedy =>
        new("Bring the node back, then fall back.", "노드를 복구한 후 복귀(폴백)하십시오.");
}

public sealed record SplitBrainRisk(int Reaches, string First) : Problem
{
    protected override Words Words =>
        new(
            $"If DNS is lost, nodes no longer find {Reaches} others: {First}.",
            $"DNS가 중단되면 찾을 수 없는 노드: {Reaches}개({First})."
        );

    protected override Words? Remedy =>
        new(
            "Use IP addresses as node names, or make DNS redundant.",
            "노드 이름으로 IP 주소를 사용하거나 DNS를 이중화하십시오."
        );
}

public sealed record AutoRecoveryOff : Problem
{
    protected override Words Words =>
        new(
            "Auto recovery is disabled: a sync that hangs or keeps failing raises an "
                + "alarm, and nothing else is done.",
            "자동 복구가 비활성화되어 있습니다. 동기화가 멈추거나 계속 실패해도 "
                + "경보만 발생합니다."
        );

    protected override Words? Remedy =>
        new(
            "Enable it, as it is by default (the guide, step 8).",
            "기본값인 활성화됨으로 설정하십시오(가이드 단계 8)."
        );
}

public sealed record SplitBrainSync(string Peers) : Problem
{
    protected override Words Words =>
        new(
            "If DNS is lost, the Intercluster Sync Agent no longer connects to "
                + $"{Peers}: the names in its tomcat certificate have to resolve.",
            $"DNS가 중단되면 클러스터 간 동기화 에이전트가 {Peers}에 연결하지 "
                + "못합니다. tomcat 인증서의 이름을 확인할 수 있어야 합니다."
        );

    protected override Words? Remedy => new("Make DNS redundant.", "DNS를 이중화하십시오.");
}

public sealed record TestsCutOff : Problem
{
    protected override Words Words =>
        new(
            "The tests were cut off, because the cluster was saved or removed meanwhile.",
            "그동안 클러스터가 저장되거나 제거되어 테스트가 중단되었습니다."
        );

    protected override Words? Remedy =>
        new("Run the tests again.", "테스트를 다시 실행하십시오.");
}
