using System.Runtime.CompilerServices;

namespace IcpConsole.Domain.Peering;

/// <summary>A finding in a few words.</summary>
/// <param name="Code">Stable, the name of the headline.</param>
/// <param name="Words">In each language.</param>
public sealed record Headline(string Code, Words Words)
{
    /// <summary>In the reader's language.</summary>
    public string Text() => Words.ToString();
}

/// <summary>Everything that a finding may come to.</summary>
public static class Headlines
{
    public static Headline BeingChecked { get; } = New("Being checked", "확인하는 중");

    public static Headline Reachable { get; } = New("Reachable", "연결 가능");

    public static Headline PublisherSilent { get; } =
        New("The publisher does not answer", "게시자가 응답하지 않음");

    public static Headline NotTrusted { get; } = New("Not trusted", "신뢰할 수 없음");

    public static Headline LoginFailed { get; } = New("Login failed", "로그인 실패");

    public static Headline NoAnswer { get; } =
        New("AXL does not answer", "AXL이 응답하지 않음");

    public static Headline NotReachable { get; } = New("Not reachable", "연결할 수 없음");

    public static Headline AwaitsAcceptance { get; } =
        New("Certificate not accepted", "인증서가 수락되지 않음");

    public static Headline Held { get; } = New("Removal held", "제거 보류됨");

    public static Headline AgentStopped { get; } =
        New(
            "Cisco Intercluster Sync Agent is stopped",
            "Cisco 클러스터 간 동기화 에이전트가 중지됨"
        );

    public static Headline Failed { get; } = New("Failed", "실패");

    public static Headline Syncing { get; } = New("Syncing", "동기화 중");

    public static Headline Retrying { get; } = New("Trying again", "다시 시도 중");

    public static Headline NeverSynced { get; } =
        New("Not synchronized yet", "아직 동기화되지 않음");

    public static Headline InStep { get; } = New("In sync", "동기화됨");

    public static Headline OutOfSync { get; } = New("Out of sync", "동기화되지 않음");

    public static Headline BothSides { get; } =
        New("Configured on both sides", "양쪽에 서로의 항목이 있음");

    public static Headline NotAddedThere { get; } =
        New("Not added there yet", "상대 쪽에 아직 추가되지 않음");

    public static Headline NotThroughThere { get; } =
        New("Added there, but not connected yet", "상대 쪽에 추가되었지만 아직 연결되지 않음");

    public static Headline RemovedThere { get; } = New("Removed there", "상대 쪽에서 삭제됨");

    public static Headline OtherSideFails { get; } =
        New("The other side fails", "상대 쪽에서 실패");

    public static Headline ProtocolsDiffer { get; } =
        New("Protocols differ", "프로토콜이 서로 다름");

    public static Headline LinkDown { get; } =
        New("A router link is down", "라우터 링크가 끊어짐");

    public static Headline NotKnownThere { get; } =
        New(
            "The other side does not know this node yet",
            "상대 쪽에서 아직 이 노드를 " + "인식하지 못함"
        );

    public static Headline AwaitsRestart { get; } =
        New(
            "Waiting for a restart of Cisco XCP Router here",
            "이 클러스터의 Cisco XCP 라우터 재시작 대기 중"
        );

    public static Headline AwaitsRestartThere { get; } =
        New(
            "Waiting for a restart of Cisco XCP Router there",
            "상대 클러스터의 Cisco XCP 라우터 재시작 대기 중"
        );

    public static Headline SipStoppedHere { get; } =
        New("Cisco SIP Proxy is stopped here", "이 클러스터의 Cisco SIP 프록시가 중지됨");

    public static Headline RouterStopped { get; } =
        New("Cisco XCP Router is stopped here", "이 클러스터의 Cisco XCP 라우터가 중지됨");

    public static Headline LinksAllUp { get; } = New("All up", "모두 연결됨");

    public static Headline RoutingProven { get; } =
        New("Presence is routed", "프레즌스가 라우팅됨");

    public static Headline RoutingFailed { get; } =
        New("Presence is not routed", "프레즌스가 라우팅되지 않음");

    public static Headline NodesReachable { get; } =
        New("AXL answers on every node", "모든 노드에서 AXL이 응답함");

    public static Headline NodesNotReachable { get; } =
        New("AXL does not answer on a node", "AXL이 응답하지 않는 노드가 있음");

    public static Headline PortsAnswer { get; } =
        New("AXL and SIP answer on every node", "모든 노드에서 AXL과 SIP가 응답함");

    public static Headline SipAnswered { get; } =
        New("SIP answers on every node", "모든 노드에서 SIP가 응답함");

    public static Headline SipNotAnswered { get; } =
        New("SIP does not answer on a node", "SIP가 응답하지 않는 노드가 있음");

    public static Headline AgentsRun { get; } =
        New("The agent runs on every node", "모든 노드에서 에이전트가 실행 중");

    public static Headline NodeAgentStopped { get; } =
        New("The agent of a node is stopped", "노드의 에이전트가 중지됨");

    public static Headline NotSecure { get; } =
        New("Connection is not secure", "연결이 안전하지 않음");

    public static Headline Secure { get; } = New("Connection is secure", "연결이 안전함");

    public static Headline GroupConflicts { get; } =
        New("Enterprise Group Conflicts", "엔터프라이즈 그룹 충돌");

    public static Headline NoGroupConflict { get; } = New("No conflict found", "충돌 없음");

    public static Headline NotKnown { get; } = New("Not known", "알 수 없음");

    public static Headline NamesMissing { get; } =
        New("A name does not resolve", "확인되지 않는 이름이 있음");

    public static Headline NamesSlow { get; } = New("DNS is slow", "DNS가 느림");

    public static Headline NamesResolve { get; } =
        New("All names resolve", "모든 이름이 확인됨");

    private static Headline New(
        string english,
        string korean,
        [CallerMemberName] string code = ""
    ) => new(code, new Words(english, korean));
}
