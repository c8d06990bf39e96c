using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

public sealed record SyncCutOff : Problem
{
    protected override Words Words =>
        new(
            "The sync was interrupted: the peer was saved or deleted in the meantime.",
            "그동안 피어가 저장되거나 삭제되어 동기화가 중단되었습니다."
        );

    protected override Words? Remedy =>
        new("The next sync begins automatically.", "다음 동기화는 자동으로 시작됩니다.");
}

/// <summary>A look at what a forced sync would do was given up.</summary>
/// <param name="Seconds">It took longer.</param>
public sealed record PreviewTakesLong(int Seconds) : Problem
{
    protected override Words Words =>
        new(
            $"What would change could not be learned within {Seconds} s. The sync itself may take as long as it needs.",
            $"{Seconds}초 안에 무엇이 변경될지 확인하지 못했습니다. 동기화 자체에는 시간 제한이 없습니다."
        );
}

public sealed record SyncCancelled : Problem
{
    protected override Words Words =>
        new(
            "The sync was cancelled. The previous users are kept.",
            "동기화가 취소되었습니다. 이전 사용자는 그대로 유지됩니다."
        );

    protected override Words? Remedy =>
        new(
            "The next periodic sync continues where this one stopped.",
            "다음 주기적 동기화는 중단된 지점부터 계속됩니다."
        );
}

public sealed record DigestMismatch : Problem
{
    protected override Words Words =>
        new(
            "The fetched data does not match the users that the peer reports. The previous "
                + "users are kept; the next sync fetches everything again.",
            "가져온 내용이 피어가 알린 사용자와 일치하지 않습니다. 이전 사용자는 "
                + "그대로 유지되며 다음 동기화에서 모두 다시 가져옵니다."
        );

    protected override Words? Remedy =>
        new(
            "No action is needed; if this keeps happening, check the log of the other side.",
            "조치할 필요는 없습니다. 반복되면 상대 쪽 로그를 확인하십시오."
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
            "The peer recovers automatically once it has. See System > Clusters of this "
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
            "The peer recovers automatically once it has.",
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
            "The agent restarts if auto recovery is enabled; Force Manual Sync begins a new "
                + "sync.",
            "자동 복구가 활성화되어 있으면 에이전트가 다시 시작됩니다. 강제 동기화를 "
                + "실행하면 새 동기화를 시작합니다."
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
            "The reason for each failure is on the peer’s page.",
            "각 실패의 원인은 피어 페이지에 있습니다."
        );
}

/// <summary>Auto recovery (the guide, step 8): what became of a sync that hung.</summary>
public sealed record SyncAbandoned(int Minutes) : Problem
{
    protected override Words Words =>
        new(
            $"This sync lasted {Minutes} minutes and was abandoned: the alarm was raised, "
                + "and Cisco Intercluster Sync Agent restarted automatically.",
            $"이 동기화는 {Minutes}분 동안 끝나지 않아 중단되었습니다. 경보가 발생했고 Cisco "
                + "클러스터 간 동기화 에이전트가 자동으로 다시 시작되었습니다."
        );

    protected override Words? Remedy =>
        new(
            "A new sync begins automatically; if it also hangs, check the peer and the "
                + "network.",
            "새 동기화가 자동으로 시작됩니다. 다시 멈추면 피어와 네트워크를 확인하십시오."
        );
}

/// <summary>Auto recovery (the guide, steps 8 and 9) after syncs kept failing.</summary>
public sealed record AgentRestarted(int Minutes) : Problem
{
    protected override Words Words =>
        new(
            $"Syncs failed for {Minutes} minutes: the alarm was raised, and Cisco "
                + "Intercluster Sync Agent restarted automatically.",
            $"동기화가 {Minutes}분 동안 계속 실패했습니다. 경보가 발생했고 Cisco 클러스터 간 "
                + "동기화 에이전트가 자동으로 다시 시작되었습니다."
        );

    protected override Words? Remedy =>
        new(
            "The reason for each failure is in the previous syncs.",
            "각 실패의 원인은 이전 동기화 기록에 있습니다."
        );
}

public sealed record SyncHeld(int Lost, int Users) : Problem
{
    protected override Words Words =>
        new(
            $"The sync would remove {Lost} of the {Users} users of this peer, so it waits "
                + "until an administrator confirms.",
            $"동기화하면 이 피어의 사용자 {Users}명 중 {Lost}명이 제거되므로 관리자의 확인을 "
                + "기다립니다."
        );

    protected override Words? Remedy =>
        new(
            "Confirm the removal on the peer’s page, or wait until the users are " + "back.",
            "피어 페이지에서 제거를 확인하거나 사용자가 다시 나타날 때까지 기다리십시오."
        );
}

public sealed record NoEntryThere(ClusterId Cluster, NodeName Publisher) : Problem
{
    protected override Words Words =>
        new(
            $"{Cluster} has no entry for this cluster: the peering is configured on one side "
                + "only.",
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
            $"The last sync was at {Last:u}, more than {Minutes} min (the interval) ago.",
            $"마지막 동기화 시각은 {Last:u}이며, 그 후 동기화 간격인 {Minutes}분이 넘게 지났습니다."
        );

    protected override Words? Remedy =>
        new("Force Manual Sync.", "강제 동기화를 실행하십시오.");
}

public sealed record UsersBehind(int Here, int There) : Problem
{
    protected override Words Words =>
        new(
            $"{Here} users here, {There} there: changes have not been fetched yet.",
            $"이쪽 {Here}명, 상대 쪽 {There}명: 변경 사항을 아직 가져오지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "The next sync fetches them; Force Manual Sync fetches them now.",
            "다음 동기화에서 가져옵니다. 강제 동기화를 실행하면 바로 가져옵니다."
        );
}

public sealed record UsersDiffer(int Here, int There) : Problem
{
    protected override Words Words =>
        new(
            $"{Here} users here, {There} there, or they are not the same.",
            $"이쪽 {Here}명, 상대 쪽 {There}명이거나 내용이 서로 다릅니다."
        );

    protected override Words? Remedy =>
        new(
            "Run Force Manual Sync: what does not match is fetched again.",
            "강제 동기화를 실행하십시오. 일치하지 않는 데이터를 다시 가져옵니다."
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
            "Synchronize both with the same NTP server: certificates depend on the time. A "
                + $"difference of up to {Tolerated} s does no harm.",
            "양쪽 모두 같은 NTP 서버와 동기화하십시오. 인증서의 유효성은 시간에 따라 "
                + $"달라집니다. {Tolerated}초까지는 차이가 있어도 문제가 없습니다."
        );
}

public sealed record EntryThereNotThrough(ClusterId Cluster) : Problem
{
    protected override Words Words =>
        new(
            $"{Cluster} has an entry for this cluster, but it has not connected yet.",
            $"{Cluster}에 이 클러스터의 항목이 있지만 아직 연결되지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "See what the other side reports, and run its troubleshooter.",
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
            "See what the other side reports, and run its troubleshooter.",
            "상대 쪽에서 보고하는 이유를 확인하고 상대 쪽의 문제 해결 도구를 실행하십시오."
        );
}

public sealed record GroupsConflict(int Groups, string First) : Problem
{
    protected override Words Words =>
        new(
            $"Enterprise groups on both clusters: {Groups}. The first is “{First}”.",
            $"두 클러스터에 모두 있는 엔터프라이즈 그룹: {Groups}개. 첫 번째는 "
                + $"“{First}”입니다."
        );

    protected override Words? Remedy =>
        new(
            "Keep each group in the directory file of one cluster only; Details of the "
                + "peer’s Enterprise Groups lists them.",
            "각 그룹을 한 클러스터의 디렉터리 파일에만 두십시오. 피어의 엔터프라이즈 "
                + "그룹 세부 정보에 목록이 있습니다."
        );
}

public sealed record ProtocolsDiffer(string Here, string There, string Cluster) : Problem
{
    protected override Words Words =>
        new(
            $"This entry uses {Here}, and the entry of {Cluster} for this cluster uses "
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
            $"No users are assigned to nodes of {Cluster}, so there is no presence to see "
                + "yet.",
            $"{Cluster}의 노드에 할당된 사용자가 없어 프레즌스를 볼 수 있는 사용자가 "
                + "아직 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Assign users on the other side; Associated Users must be more than 0.",
            "상대 쪽에서 사용자를 할당하십시오. 연결된 사용자는 0보다 커야 합니다."
        );
}

public sealed record PeerTooManyUsers(int Most) : Problem
{
    protected override Words Words =>
        new(
            $"The peer reports more users than the {Most} that a cluster can have. None of "
                + "them was fetched.",
            $"피어가 알린 사용자가 클러스터의 한도인 {Most}명을 초과합니다. 사용자를 "
                + "가져오지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "Users synchronized before are kept. Check the users of the peer.",
            "이전에 동기화한 사용자는 유지됩니다. 피어의 사용자를 확인하십시오."
        );
}

public sealed record PeerStartsOver(int Minutes) : Problem
{
    protected override Words Words =>
        new(
            "The peer repeatedly asks for its users to be fetched from scratch. The next "
                + $"request is in {Minutes} min.",
            $"피어가 사용자를 처음부터 다시 가져가도록 반복해서 요청합니다. {Minutes}분 후에 "
                + "다시 시도합니다."
        );

    protected override Words? Remedy =>
        new(
            "A cluster does so after a reinstallation. Find out why it continues; Force "
                + "Manual Sync tries at once.",
            "클러스터를 다시 설치하면 이렇게 요청합니다. 반복되는 이유를 확인하십시오. 강제 "
                + "동기화를 실행하면 바로 시도합니다."
        );
}
