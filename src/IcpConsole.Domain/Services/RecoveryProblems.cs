using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Services;

public sealed record HaNodeAlone : Problem
{
    protected override Words Words =>
        new(
            "High availability needs two nodes in the group.",
            "고가용성을 사용하려면 그룹에 노드가 두 개 있어야 합니다."
        );
}

public sealed record HaRecoveryManagerDown(NodeService Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"{Service.Name} is not running on {Node}.",
            $"{Node}에서 {Service.KoreanName}이(가) 실행 중이 아닙니다."
        );

    protected override Words? Remedy =>
        new(
            "Start it under Serviceability > Tools > Control Center - Network Services.",
            "서비스 가용성 > 도구 > 제어 센터 - 네트워크 서비스에서 시작하십시오."
        );
}

public sealed record HaOff(NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"High availability is not enabled in the redundancy group of {Node}.",
            $"{Node}의 이중화 그룹에 고가용성이 활성화되어 있지 않습니다."
        );
}

public sealed record HaPartnerDown(NodeName Partner) : Problem
{
    protected override Words Words =>
        new(
            $"{Partner} cannot serve more users: it does not answer, or Cisco XCP Router or "
                + "Cisco Server Recovery Manager is not running on it.",
            $"{Partner}은(는) 사용자를 더 서비스할 수 없습니다. 응답하지 않거나 Cisco XCP "
                + "라우터 또는 Cisco 서버 복구 관리자가 실행 중이 아닙니다."
        );
}

public sealed record HaNodeDown(NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"{Node} cannot serve its users yet: it does not answer, or Cisco XCP Router or "
                + "Cisco Server Recovery Manager is not running on it.",
            $"{Node}은(는) 아직 사용자를 서비스할 수 없습니다. 응답하지 않거나 Cisco XCP "
                + "라우터 또는 Cisco 서버 복구 관리자가 실행 중이 아닙니다."
        );
}

public sealed record HaMovedAlready(NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"Nothing was moved: the state of {Node} has changed in the meantime.",
            $"그동안 {Node}의 상태가 변경되어 사용자를 이동하지 않았습니다."
        );
}

public sealed record HaBothDown(NodeName Node, NodeName Partner) : Problem
{
    protected override Words Words =>
        new(
            $"The users of {Node} cannot be moved: neither it nor {Partner} is working "
                + "properly.",
            $"{Node}의 사용자를 이동할 수 없습니다. 이 노드와 {Partner} 모두 정상이 아닙니다."
        );
}

public sealed record FailedOverRouterDown(NodeName Node, NodeName Partner) : Problem
{
    protected override Words Words =>
        new(
            $"Cisco XCP Router is stopped on {Node}: its users are served by " + $"{Partner}.",
            $"{Node}에서 Cisco XCP 라우터가 중지되어 {Partner}에서 사용자를 서비스합니다."
        );
}

public sealed record FailedOverUnknown(NodeName Node, NodeName Partner) : Problem
{
    protected override Words Words =>
        new(
            $"{Node} does not report its state (see Presence Topology for the reason): its "
                + $"users are served by {Partner}.",
            $"{Node}이(가) 상태를 알리지 않아(이유는 프레즌스 토폴로지 참조) {Partner}에서 "
                + "사용자를 서비스합니다."
        );
}

public sealed record FailedOverManagerDown(NodeName Node, NodeName Partner) : Problem
{
    protected override Words Words =>
        new(
            $"Cisco Server Recovery Manager is stopped on {Node}: its users are served "
                + $"by {Partner}.",
            $"{Node}에서 Cisco 서버 복구 관리자가 중지되어 {Partner}에서 사용자를 "
                + "서비스합니다."
        );
}
