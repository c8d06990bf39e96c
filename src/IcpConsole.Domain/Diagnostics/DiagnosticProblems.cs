using IcpConsole.Domain.Services;

namespace IcpConsole.Domain.Diagnostics;

public sealed record TestServiceStopped(NodeService Service, string Nodes) : Problem
{
    protected override Words Words =>
        new(
            $"{Service.Name} is not running on {Nodes}.",
            $"{Nodes}에서 {Service.KoreanName}이(가) 실행 중이 아닙니다."
        );

    protected override Words? Remedy =>
        new("Start it in Control Center.", "제어 센터에서 시작하십시오.");
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
            "Run it again. If this persists, check the log of the console.",
            "다시 실행하십시오. 계속되면 콘솔 로그를 확인하십시오."
        );
}

public sealed record NotTested : Problem
{
    protected override Words Words =>
        new(
            "Not tested: it depends on a problem shown in another row.",
            "테스트하지 않음: 다른 행에 표시된 문제를 먼저 해결해야 합니다."
        );

    protected override Words? Remedy =>
        new("Solve that row first.", "먼저 해당 행의 문제를 해결하십시오.");
}

public sealed record DatabaseLarge(string Megabytes, string Most) : Problem
{
    protected override Words Words =>
        new(
            $"The database is {Megabytes} MB, more than {Most} MB.",
            $"데이터베이스 크기가 {Megabytes}MB로 {Most}MB를 초과합니다."
        );

    protected override Words? Remedy =>
        new(
            "Remove stale users, and delete peers that are no longer needed.",
            "오래된 사용자를 제거하고 필요 없는 피어를 삭제하십시오."
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
        new(
            "Free some space before a sync fails.",
            "동기화가 실패하기 전에 공간을 확보하십시오."
        );
}

public sealed record RestartsOwed(string Services) : Problem
{
    protected override Words Words =>
        new(
            $"Changes are waiting for a restart of: {Services}.",
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
            "Their causes are shown in rows of their own here, or with the alarm.",
            "원인은 여기의 해당 행이나 경보에 표시됩니다."
        );
}

/// <summary>
/// The SIP Proxy of some nodes has more processes than the guide advises where resources are short
/// (limitations).
/// </summary>
public sealed record SipProcessesInLargeMesh(int Clusters, int Processes, string Nodes)
    : Problem
{
    protected override Words Words =>
        new(
            $"With {Clusters} clusters, the SIP Proxy takes resources from the Intercluster "
                + $"Sync Agent. Nodes with more than {Processes} processes: {Nodes}.",
            $"클러스터 {Clusters}개에서는 SIP 프록시가 클러스터 간 동기화 에이전트의 "
                + $"리소스를 차지합니다. 프로세스 수가 {Processes}보다 큰 노드: {Nodes}."
        );

    protected override Words? Remedy => SipProcesses.Remedy(Processes);
}

public sealed record SipProcessesWhileSyncsWait(int Seconds, int Processes, string Nodes)
    : Problem
{
    protected override Words Words =>
        new(
            $"Syncs have waited up to {Seconds} s for one another, possibly because "
                + $"resources are short. Nodes with more than {Processes} SIP Proxy "
                + $"processes: {Nodes}.",
            $"동기화가 다른 동기화를 최대 {Seconds}초 동안 기다렸습니다. 리소스가 부족할 수 "
                + $"있습니다. SIP 프록시 프로세스 수가 {Processes}보다 큰 노드: {Nodes}."
        );

    protected override Words? Remedy => SipProcesses.Remedy(Processes);
}

public sealed record SipProcessesWhileHeartbeatsMissed(
    string Missed,
    int Processes,
    string Nodes
) : Problem
{
    protected override Words Words =>
        new(
            $"Server Recovery Manager missed heartbeats of running nodes: {Missed}. Nodes "
                + $"with more than {Processes} SIP Proxy processes: {Nodes}.",
            $"서버 복구 관리자가 실행 중인 노드의 하트비트를 받지 못했습니다: {Missed}. SIP "
                + $"프록시 프로세스 수가 {Processes}보다 큰 노드: {Nodes}."
        );

    protected override Words? Remedy => SipProcesses.Remedy(Processes);
}

/// <summary>What the guide advises where resources are short (limitations).</summary>
internal static class SipProcesses
{
    public static Words Remedy(int processes) =>
        new(
            $"Set the three numbers of processes to {processes} on these nodes, then restart "
                + "SIP Proxy, Server Recovery Manager and Intercluster Sync Agent.",
            $"이 노드에서 세 가지 프로세스 수를 {processes}(으)로 설정한 다음 SIP 프록시, "
                + "서버 복구 관리자, 클러스터 간 동기화 에이전트를 차례로 다시 "
                + "시작하십시오."
        );
}

public sealed record NoPeers : Problem
{
    protected override Words Words =>
        new(
            "There are no inter-cluster peer entries currently provisioned.",
            "현재 등록된 인터클러스터 피어 항목이 없습니다."
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
            $"DNS took {Seconds} s to resolve {Name}: peers look unreachable when it takes "
                + "that long.",
            $"DNS가 {Name}을(를) 확인하는 데 {Seconds}초 걸렸습니다. 이렇게 느리면 "
                + "피어에 연결할 수 없는 것처럼 보입니다."
        );

    protected override Words? Remedy =>
        new(
            "Repair or reorder the DNS servers of this machine.",
            "이 컴퓨터의 DNS 서버를 복구하거나 순서를 변경하십시오."
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
            "Enable it, so that users move to the other node when theirs is down.",
            "고가용성을 활성화하면 노드가 중단될 때 사용자가 다른 노드로 이동합니다."
        );
}

public sealed record NodesFailedOver(string Moves) : Problem
{
    protected override Words Words =>
        new($"Users have moved: {Moves}.", $"사용자가 이동했습니다: {Moves}.");

    protected override Words? Remedy =>
        new(
            "Bring the node back, then fall back.",
            "노드를 복구한 후 장애 복구를 " + "실행하십시오."
        );
}

public sealed record SplitBrainRisk(int Reaches, string First) : Problem
{
    protected override Words Words =>
        new(
            $"If DNS fails, nodes can no longer find {Reaches} other nodes: {First}.",
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
            "Auto recovery is disabled: a sync that hangs or keeps failing only raises an "
                + "alarm.",
            "자동 복구가 비활성화되어 있습니다. 동기화가 멈추거나 계속 실패해도 "
                + "경보만 발생합니다."
        );

    protected override Words? Remedy =>
        new(
            "Set it to the default, Enabled (the guide, step 8).",
            "기본값인 활성화됨으로 설정하십시오(가이드 단계 8)."
        );
}

public sealed record SplitBrainSync(string Peers) : Problem
{
    protected override Words Words =>
        new(
            $"If DNS fails, the Intercluster Sync Agent can no longer connect to {Peers}: "
                + "the names in its tomcat certificate must resolve.",
            $"DNS가 중단되면 클러스터 간 동기화 에이전트가 {Peers}에 연결하지 "
                + "못합니다. tomcat 인증서의 이름을 확인할 수 있어야 합니다."
        );

    protected override Words? Remedy => new("Make DNS redundant.", "DNS를 이중화하십시오.");
}

public sealed record TestsCutOff : Problem
{
    protected override Words Words =>
        new(
            "The tests were interrupted because the cluster was saved or removed in the "
                + "meantime.",
            "그동안 클러스터가 저장되거나 삭제되어 테스트가 중단되었습니다."
        );

    protected override Words? Remedy =>
        new("Run the tests again.", "테스트를 다시 실행하십시오.");
}
