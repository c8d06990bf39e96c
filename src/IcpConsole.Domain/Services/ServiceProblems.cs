using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Services;

public sealed record ServiceNodeNotRunning(NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"{Node} is not running: the services of a node that is starting or faulted "
                + "cannot be changed.",
            $"{Node}이(가) 실행 중이 아닙니다. 시작 중이거나 오류 상태인 노드의 "
                + "서비스는 변경할 수 없습니다."
        );
}

public sealed record ServicePortInUse(int Port) : Problem
{
    protected override Words Words =>
        new(
            $"Port {Port} is in use by another program.",
            $"포트 {Port}을(를) 다른 프로그램이 사용하고 있습니다."
        );
}

public sealed record PeerAddedRestart : Problem
{
    protected override Words Words =>
        new(
            "Restart Cisco XCP Router: a peer was added, and this release links to it only "
                + "after a restart.",
            "Cisco XCP 라우터를 다시 시작하십시오. 피어가 추가되었으며 이 "
                + "릴리스에서는 다시 시작한 후에만 링크가 연결됩니다."
        );

    protected override Words? Remedy =>
        new(
            "The restart plan lists pending restarts.",
            "재시작 계획에 필요한 재시작이 표시됩니다."
        );
}

public sealed record PeerDeletedRestart : Problem
{
    protected override Words Words =>
        new(
            "Restart Cisco XCP Router: a peer was deleted, and release 12.5 drops it only "
                + "after a restart.",
            "Cisco XCP 라우터를 다시 시작하십시오. 피어가 삭제되었으며 12.5 "
                + "릴리스에서는 다시 시작한 후에만 제거됩니다."
        );
}

public sealed record SyncAgentStopped : Problem
{
    protected override Words Words =>
        new(
            "Cisco Intercluster Sync Agent is stopped on this cluster’s publisher.",
            "이 클러스터의 게시자에서 Cisco 클러스터 간 동기화 에이전트가 " + "중지되었습니다."
        );

    protected override Words? Remedy =>
        new(
            "Start it under Serviceability > Tools > Control Center - Network Services.",
            "서비스 가용성 > 도구 > 제어 센터 - 네트워크 서비스에서 시작하십시오."
        );
}

public sealed record ServiceNotOnNode(NodeService Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"{Service.Name} is not a service of {Node}.",
            $"{Service.KoreanName}은(는) {Node}의 서비스가 아닙니다."
        );
}

public sealed record ServiceAbsent(NodeService Service) : Problem
{
    protected override Words Words =>
        new(
            $"{Service.Name} is not part of this runtime.",
            $"{Service.KoreanName}은(는) 이 런타임에 포함되지 않습니다."
        );
}

public sealed record ServiceReserved(NodeService Service) : Problem
{
    protected override Words Words =>
        new(
            $"{Service.Name} is not started or stopped here.",
            $"{Service.KoreanName}은(는) 여기에서 시작하거나 중지하지 않습니다."
        );
}

public sealed record ServiceAlreadyStarted(NodeService Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"{Service.Name} is already running on {Node}.",
            $"{Service.KoreanName}이(가) {Node}에서 이미 실행 중입니다."
        );
}

public sealed record ServiceAlreadyStopped(NodeService Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"{Service.Name} is already stopped on {Node}.",
            $"{Service.KoreanName}이(가) {Node}에서 이미 중지되었습니다."
        );
}

public sealed record ServiceChanging(NodeService Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"{Service.Name} is currently being started or stopped on {Node}.",
            $"{Service.KoreanName}이(가) 현재 {Node}에서 시작되거나 중지되는 중입니다."
        );
}

public sealed record ServiceNeeds(NodeService Service, NodeService Needed, NodeName Node)
    : Problem
{
    protected override Words Words =>
        new(
            $"{Service.Name} cannot start: it needs {Needed.Name}, which is not running on "
                + $"{Node}.",
            $"{Service.KoreanName}을(를) 시작할 수 없습니다. {Node}에서 "
                + $"{Needed.KoreanName}이(가) 실행되고 있어야 합니다."
        );
}

public sealed record ServiceNotActivated(NodeService Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"{Service.Name} is not activated on {Node}.",
            $"{Service.KoreanName}이(가) {Node}에서 활성화되지 않았습니다."
        );

    protected override Words? Remedy =>
        new("Activate it under Service Activation.", "서비스 활성화에서 활성화하십시오.");
}

public sealed record ServiceNotFeature(NodeService Service) : Problem
{
    protected override Words Words =>
        new(
            $"{Service.Name} is a network service: it is always active.",
            $"{Service.KoreanName}은(는) 네트워크 서비스이므로 항상 활성 상태입니다."
        );
}

public sealed record ServiceAlreadyActivated(NodeService Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"{Service.Name} is already activated on {Node}.",
            $"{Service.KoreanName}이(가) {Node}에서 이미 활성화되었습니다."
        );
}

public sealed record RoutingTypeRestart : Problem
{
    protected override Words Words =>
        new(
            "The Routing Communication Type was changed. Restart Cisco XCP Router on "
                + "this node.",
            "라우팅 통신 유형이 변경되었습니다. 이 노드에서 Cisco XCP 라우터를 다시 "
                + "시작하십시오."
        );
}

public sealed record LinksNotBack(NodeName Node, int Seconds) : Problem
{
    protected override Words Words =>
        new(
            $"Not all router links of {Node} were back within {Seconds} s. The plan was "
                + "stopped.",
            $"{Node}의 라우터 링크 중 일부가 {Seconds}초 안에 다시 연결되지 않아 계획을 "
                + "중지했습니다."
        );
}

public sealed record NodeTimedOut(int Seconds) : Problem
{
    protected override Words Words =>
        new(
            $"The node did not answer on 8443 within {Seconds} s.",
            $"노드가 {Seconds}초 안에 8443에서 응답하지 않았습니다."
        );
}

public sealed record NodeRefused(string Why) : Problem
{
    protected override Words Words =>
        new(
            $"The node did not report its state: {Why}.",
            $"노드가 상태를 알리지 않았습니다: {Why}."
        );
}

public sealed record ServiceSipOff : Problem
{
    protected override Words Words =>
        new(
            "It listens on no port: this cluster does not use SIP with its peers (SIP "
                + "federation is off).",
            "포트에서 수신 대기하지 않습니다. 이 클러스터는 피어와 SIP를 사용하지 "
                + "않습니다(SIP 페더레이션 꺼짐)."
        );
}

public sealed record SipProcessesRestart(NodeService Service) : Problem
{
    protected override Words Words =>
        new(
            $"The SIP Proxy process parameters were changed. Restart {Service.Name} on "
                + "this node.",
            "SIP 프록시 프로세스 파라미터가 변경되었습니다. 이 노드에서 "
                + $"{Service.KoreanName}을(를) 다시 시작하십시오."
        );
}

public sealed record TrustRestart : Problem
{
    protected override Words Words =>
        new(
            "Restart Cisco Intercluster Sync Agent: certificates were uploaded to a trust "
                + "store, and peers receive them only after a restart.",
            "Cisco 클러스터 간 동기화 에이전트를 다시 시작하십시오. 신뢰 저장소에 "
                + "인증서가 업로드되었으며, 다시 시작한 후에만 피어에 전달됩니다."
        );
}

public sealed record PeerNotTold(ClusterId Peer, int Seconds) : Problem
{
    protected override Words Words =>
        new(
            $"{Peer} did not receive the uploaded certificates within {Seconds} s. Run the "
                + "plan again when it has synchronized.",
            $"{Peer}이(가) {Seconds}초가 지나도록 업로드된 인증서를 받지 못했습니다. "
                + "동기화된 후 계획을 다시 실행하십시오."
        );
}
