using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

public sealed record SyncCutOff : Problem
{
    protected override Words Words =>
        new(
            "The sync was cut off: the peer was saved or deleted meanwhile.",
            "동기화가 중단되었습니다. 그동안 피어가 저장되거나 삭제되었습니다."
        );

    protected override Words? Remedy =>
        new("The next sync begins by itself.", "다음 동기화는 자동으로 시작됩니다.");
}

public sealed record DigestMismatch : Problem
{
    protected override Words Words =>
        new(
            "What was fetched does not add up to the users that the peer says it has. "
                + "The users of before stay; the next pass fetches everything anew.",
            "가져온 내용이 피어가 알린 사용자와 일치하지 않습니다. 이전 사용자는 "
                + "그대로 유지되며 다음 동기화에서 모두 다시 가져옵니다."
        );

    protected override Words? Remedy =>
        new(
            "Nothing has to be done; if it comes again and again, look at the log of "
                + "the other side.",
            "조치할 것은 없습니다. 반복되면 상대 쪽 로그를 확인하십시오."
        );
}

public sealed record SyncAgentNotFinishedHere : Problem
{
    protected override Words Words =>
        new(
            "The Cisco Sync Agent of this cluster has not finished its user sync.",
            "이 클러스터의 Cisco 동기화 에이전트가 사용자 동기화를 완료하지 " + "않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "The peer recovers by itself when it has. See System > Clusters of this "
                + "cluster.",
            "완료되면 피어가 자동으로 복구됩니다. 이 클러스터의 시스템 > 클러스터를 "
                + "확인하십시오."
        );
}

public sealed record SyncAgentNotFinishedThere : Problem
{
    protected override Words Words =>
        new(
            "The Cisco Sync Agent of the remote cluster has not finished its user " + "sync.",
            "원격 클러스터의 Cisco 동기화 에이전트가 사용자 동기화를 완료하지 " + "않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "The peer recovers by itself when it has.",
            "완료되면 피어가 자동으로 복구됩니다."
        );
}

public sealed record SyncHangs(int Minutes) : Problem
{
    protected override Words Words =>
        new(
            $"One sync has lasted {Minutes} minutes.",
            $"한 번의 동기화가 {Minutes}분 동안 끝나지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "The agent restarts to recover where that is enabled; Force Manual Sync "
                + "begins a new one.",
            "복구가 사용되면 에이전트가 다시 시작됩니다. 강제 동기화를 실행하면 새로 "
                + "시작합니다."
        );
}

public sealed record SyncKeepsFailing(int Minutes) : Problem
{
    protected override Words Words =>
        new(
            $"Syncs have failed for {Minutes} minutes, which is four intervals.",
            $"동기화가 네 번의 간격인 {Minutes}분 동안 계속 실패했습니다."
        );

    protected override Words? Remedy =>
        new(
            "The reason of each failure is on the peer’s page.",
            "각 실패의 원인은 피어 페이지에 있습니다."
        );
}

public sealed record SyncHeld(int Lost, int Users) : Problem
{
    protected override Words Words =>
        new(
            $"The sync would remove {Lost} of the {Users} users of this peer, and "
                + "waits until an administrator confirms.",
            $"동기화하면 이 피어의 사용자 {Users}명 중 {Lost}명이 삭제되므로 관리자의 "
                + "확인을 기다립니다."
        );

    protected override Words? Remedy =>
        new(
            "Confirm the removal on the peer’s page, or wait until the users are " + "back.",
            "피어 페이지에서 삭제를 확인하거나 사용자가 돌아올 때까지 기다리십시오."
        );
}

public sealed record NoEntryThere(ClusterId Cluster, NodeName Publisher) : Problem
{
    protected override Words Words =>
        new(
            $"{Cluster} has no entry for this cluster: the peering is half open.",
            $"{Cluster}에 이 클러스터의 항목이 없어 피어링이 한쪽만 구성되어 있습니다."
        );

    protected override Words? Remedy =>
        new(
            $"Add peer {Publisher} there, or delete the entry here.",
            $"상대 쪽에서 피어 {Publisher}을(를) 추가하거나 이쪽 항목을 삭제하십시오."
        );
}

public sealed record SyncOverdue(DateTimeOffset Last, int Minutes) : Problem
{
    protected override Words Words =>
        new(
            $"Last synchronized {Last:u}, longer ago than the interval of {Minutes} " + "min.",
            $"마지막 동기화 {Last:u}, 간격 {Minutes}분을 넘었습니다."
        );

    protected override Words? Remedy =>
        new("Force Manual Sync.", "강제 동기화를 실행하십시오.");
}

public sealed record UsersBehind(int Here, int There) : Problem
{
    protected override Words Words =>
        new(
            $"{Here} users are here and {There} there: changes have not been fetched "
                + "yet.",
            $"이쪽 {Here}명, 상대 쪽 {There}명: 변경 사항을 아직 가져오지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "They come with the next pass; Force Manual Sync fetches them now.",
            "다음 동기화에서 가져옵니다. 강제 동기화하면 지금 가져옵니다."
        );
}

public sealed record UsersDiffer(int Here, int There) : Problem
{
    protected override Words Words =>
        new(
            $"{Here} users are here and {There} there, or they are not the same.",
            $"이쪽 {Here}명, 상대 쪽 {There}명이거나 내용이 서로 다릅니다."
        );

    protected override Words? Remedy =>
        new(
            "Force Manual Sync: what does not add up is fetched anew.",
            "강제 동기화를 실행하십시오. 맞지 않는 데이터는 다시 가져옵니다."
        );
}

public sealed record ClocksDiffer(int Seconds, int Tolerated) : Problem
{
    protected override Words Words =>
        new(
            $"The clock of the peer differs by {Seconds} s.",
            $"피어의 시계가 {Seconds}초 차이 납니다."
        );

    protected override Words? Remedy =>
        new(
            "Synchronize both with the same NTP server: certificates depend on the "
                + $"time. Up to {Tolerated} s does no harm.",
            "두 쪽 모두 같은 NTP 서버와 동기화하십시오. 인증서는 시간에 의존합니다. "
                + $"{Tolerated}초까지는 문제가 없습니다."
        );
}

public sealed record EntryThereNotThrough(ClusterId Cluster) : Problem
{
    protected override Words Words =>
        new(
            $"{Cluster} has an entry for this cluster, which has not come through yet.",
            $"{Cluster}에 이 클러스터의 항목이 있지만 아직 연결되지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "What the other side reports says why; run its troubleshooter.",
            "상대 쪽에서 보고하는 이유를 확인하고 상대 쪽의 문제 해결 도구를 "
                + "실행하십시오."
        );
}

public sealed record OtherSideFails(string Cluster) : Problem
{
    protected override Words Words =>
        new(
            $"{Cluster} cannot synchronize with this cluster.",
            $"{Cluster}에서 이 클러스터와 동기화할 수 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "What the other side reports says why; run its troubleshooter.",
            "상대 쪽에서 보고하는 이유를 확인하고 상대 쪽의 문제 해결 도구를 실행하십시오."
        );
}

public sealed record GroupsConflict(int Groups, string First) : Problem
{
    protected override Words Words =>
        new(
            $"Enterprise groups that both clusters have: {Groups}. The first is "
                + $"“{First}”.",
            $"두 클러스터에 모두 있는 엔터프라이즈 그룹: {Groups}개. 첫 번째는 "
                + $"“{First}”입니다."
        );

    protected override Words? Remedy =>
        new(
            "Leave each group in the directory file of one cluster alone; Details of "
                + "the peer’s Enterprise Groups lists them.",
            "각 그룹을 한 클러스터의 디렉터리 파일에만 두십시오. 피어의 엔터프라이즈 "
                + "그룹 세부 정보에 목록이 있습니다."
        );
}

public sealed record ProtocolsDiffer(string Here, string There, string Cluster) : Problem
{
    protected override Words Words =>
        new(
            $"This entry uses {Here}, and the one of {Cluster} for this cluster "
                + $"{There}: the side with TLS refuses the routers of the other.",
            $"이 항목은 {Here}, {Cluster}의 이 클러스터 항목은 {There}을(를) "
                + "사용합니다. TLS를 사용하는 쪽이 상대 라우터의 연결을 거부합니다."
        );

    protected override Words? Remedy =>
        new(
            "Choose the same Protocol in both entries.",
            "양쪽 피어 항목에서 같은 프로토콜을 선택하십시오."
        );
}

public sealed record UsersNone(ClusterId Cluster) : Problem
{
    protected override Words Words =>
        new(
            $"Nobody is assigned to a node of {Cluster}: there is nobody yet whose "
                + "presence could be seen.",
            $"{Cluster}의 노드에 할당된 사용자가 없어 프레즌스를 볼 수 있는 사용자가 "
                + "아직 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Assign users over there; Associated Users has to be more than 0.",
            "상대 쪽에서 사용자를 할당하십시오. 연결된 사용자는 0보다 커야 합니다."
        );
}

public sealed record PeerTooManyUsers(int Most) : Problem
{
    protected override Words Words =>
        new(
            $"The peer tells of more users than the {Most} that a cluster may have. "
                + "None of them was taken.",
            $"피어가 클러스터 한도인 사용자 {Most}명보다 많은 사용자를 알립니다. "
                + "아무도 가져오지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "What was synchronized before stays. Look at the users of the peer.",
            "이전에 동기화한 사용자는 유지됩니다. 피어의 사용자를 확인하십시오."
        );
}

public sealed record PeerStartsOver(int Minutes) : Problem
{
    protected override Words Words =>
        new(
            "The peer says again and again that its users are to be fetched anew. It "
                + $"is asked again in {Minutes} min.",
            $"피어가 사용자를 처음부터 다시 가져가라고 반복해서 알립니다. {Minutes}분 "
                + "후에 다시 요청합니다."
        );

    protected override Words? Remedy =>
        new(
            "A cluster says so when it was installed anew. Find out why it goes on; "
                + "Force Manual Sync asks at once.",
            "클러스터는 새로 설치되었을 때 그렇게 알립니다. 반복되는 이유를 "
                + "확인하십시오. 강제 동기화은 즉시 요청합니다."
        );
}
