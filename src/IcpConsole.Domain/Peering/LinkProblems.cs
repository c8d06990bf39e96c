using System.Net;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

public sealed record SipOffHere : Problem
{
    protected override Words Words =>
        new(
            "SIP federation is off on this cluster.",
            "이 클러스터에서 SIP 페더레이션이 꺼져 있습니다."
        );
}

public sealed record SipOffThere : Problem
{
    protected override Words Words =>
        new(
            "SIP federation is off on the remote cluster.",
            "원격 클러스터에서 SIP 페더레이션이 꺼져 있습니다."
        );
}

public sealed record SipRefused(string Status) : Problem
{
    protected override Words Words =>
        new(
            $"The node answers OPTIONS with {Status}.",
            $"노드가 OPTIONS에 {Status}(으)로 응답합니다."
        );

    protected override Words? Remedy =>
        new(
            "Check Cisco SIP Proxy on that node.",
            "해당 노드의 Cisco SIP 프록시를 확인하십시오."
        );
}

public sealed record SipFailed(string Why) : Problem
{
    protected override Words Words =>
        new(
            $"The node does not speak SIP there: {Why}",
            $"노드가 해당 포트에서 SIP로 통신하지 않습니다: {Why}"
        );

    protected override Words? Remedy =>
        new(
            "Check that Cisco SIP Proxy listens on that port.",
            "해당 포트에서 Cisco SIP 프록시가 수신 대기하는지 확인하십시오."
        );
}

public sealed record SipTlsRefused : Problem
{
    protected override Words Words =>
        new(
            "The node closes the TLS connection: it does not trust this cluster’s cup "
                + "certificate.",
            "노드가 TLS 연결을 종료합니다. 이 클러스터의 cup 인증서를 신뢰하지 " + "않습니다."
        );

    protected override Words? Remedy =>
        new(
            "The other side needs a TLS entry for this cluster, and that entry must have "
                + "synchronized.",
            "상대 쪽에 이 클러스터에 대한 TLS 피어 항목이 있어야 하고 그 항목이 "
                + "동기화되어야 합니다."
        );
}

public sealed record RouterFailed(string Why) : Problem
{
    protected override Words Words =>
        new(
            $"The node does not speak XMPP there: {Why}",
            $"노드가 해당 포트에서 XMPP로 통신하지 않습니다: {Why}"
        );

    protected override Words? Remedy =>
        new(
            "Check that Cisco XCP Router listens on that port.",
            "해당 포트에서 Cisco XCP 라우터가 수신 대기하는지 확인하십시오."
        );
}

public sealed record LinkClosed : Problem
{
    protected override Words Words =>
        new("The other router closed the link.", "상대 라우터가 링크를 닫았습니다.");

    protected override Words? Remedy =>
        new(
            "It is opened again automatically; if this persists, check Cisco XCP Router on "
                + "that node.",
            "자동으로 다시 연결합니다. 계속되면 해당 노드의 Cisco XCP 라우터를 "
                + "확인하십시오."
        );
}

public sealed record LinkNoAnswer(int Seconds) : Problem
{
    protected override Words Words =>
        new(
            $"The other router has not answered a ping for {Seconds} s.",
            $"상대 라우터가 {Seconds}초 동안 ping에 응답하지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "The host may be down, frozen, or cut off by the network.",
            "호스트가 중단되었거나 멈추었거나 네트워크 연결이 끊겼을 수 있습니다."
        );
}

public sealed record RouteNoAnswer(string User) : Problem
{
    protected override Words Words =>
        new(
            $"Nobody answered the presence probe for {User}.",
            $"{User}에 대한 프레즌스 프로브에 아무도 응답하지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "It is retried automatically; check Cisco XCP Router on that user’s node.",
            "자동으로 다시 시도합니다. 해당 사용자 노드의 Cisco XCP 라우터를 "
                + "확인하십시오."
        );
}

public sealed record RouteUnknownThere(string User, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"{Node} does not serve {User}, contrary to the synchronized record.",
            $"동기화된 레코드와 달리 {Node}은(는) {User}을(를) 서비스하지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "The record is out of date, or the node does not know its users.",
            "레코드가 해당 노드의 정보보다 오래되었거나 노드가 자신의 사용자를 알지 "
                + "못합니다."
        );
}

public sealed record RouteNotFed(NodeName Node, string User) : Problem
{
    protected override Words Words =>
        new(
            $"{Node} does not know the synchronized user {User}: its Cisco "
                + "Intercluster Sync Agent is stopped.",
            $"{Node}이(가) 동기화된 사용자 {User}을(를) 알지 못합니다. 이 노드의 Cisco "
                + "클러스터 간 동기화 에이전트가 중지되었습니다."
        );

    protected override Words? Remedy =>
        new(
            "Start it under Serviceability > Tools > Control Center - Network Services.",
            "서비스 가용성 > 도구 > 제어 센터 - 네트워크 서비스에서 시작하십시오."
        );
}

public sealed record LinkRefused(int Port) : Problem
{
    protected override Words Words =>
        new(
            $"Cisco XCP Router is not listening on port {Port} there.",
            $"해당 노드에서 Cisco XCP 라우터가 포트 {Port}에서 수신 대기하지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Start Cisco XCP Router on that node.",
            "해당 노드에서 Cisco XCP 라우터를 시작하십시오."
        );
}

public sealed record LinkNotAuthorized(string Service) : Problem
{
    protected override Words Words =>
        new(
            $"The other side’s router does not accept our {Service} certificate.",
            $"상대 라우터가 우리 쪽 {Service} 인증서를 받아들이지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Its cup-xmpp-trust has none, or a different one, for this node, or ours has "
                + "expired: run Force Manual Sync on the other side, with “Also resync "
                + "peer’s Tomcat certificates” if the certificate changed.",
            "상대의 cup-xmpp-trust에 이 노드의 인증서가 없거나 다르거나, 우리 쪽 "
                + "인증서가 만료되었습니다. 상대 쪽에서 강제 동기화를 실행하고, 인증서가 "
                + "변경되었으면 “피어의 Tomcat 인증서도 재동기화”를 선택하십시오."
        );
}

public sealed record LinkNotKnownThere : Problem
{
    protected override Words Words =>
        new(
            "The other side has not added this cluster yet, so its router accepts no link "
                + "from here.",
            "상대 쪽에 이 클러스터가 아직 추가되지 않아 상대 쪽 라우터가 링크를 받지 "
                + "않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Add this cluster there. If it is already added, the other side learns of all "
                + "nodes at its next sync.",
            "상대 쪽에서 이 클러스터를 추가하십시오. 이미 추가되어 있으면 다음 "
                + "동기화에서 모든 노드를 알게 됩니다."
        );
}

public sealed record LinkNotAtAddressThere(NodeName Node, IPAddress Address) : Problem
{
    protected override Words Words =>
        new(
            $"The other side knows {Node}, but not at the address {Address} that the "
                + "link comes from.",
            $"상대 쪽에서 {Node}을(를) 알고 있지만, 링크가 연결되는 주소 {Address}은(는) 이 "
                + "노드의 주소로 확인되지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "The name must resolve there to the address of the node. Peers behind address "
                + "translation are not supported.",
            "상대 쪽에서 이름이 노드의 주소로 확인되어야 합니다. 주소 변환 뒤의 "
                + "피어는 지원하지 않습니다."
        );
}

public sealed record RouteNobodyToAsk : Problem
{
    protected override Words Words =>
        new(
            "There is no user to check: one of the two clusters has no users on its nodes.",
            "확인할 사용자가 없습니다. 두 클러스터 중 한쪽의 노드에 할당된 사용자가 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Assign users to nodes on both sides; the check then runs automatically.",
            "양쪽에서 사용자를 노드에 할당하십시오. 그러면 자동으로 확인합니다."
        );
}

public sealed record ConnectionsWithoutTls(string Connections) : Problem
{
    protected override Words Words =>
        new(
            $"These connections from the other side do not use TLS: {Connections}.",
            $"상대 쪽에서 오는 다음 연결은 TLS로 이루어지지 않습니다: {Connections}."
        );

    protected override Words? Remedy =>
        new(
            "The certificates are exchanged; check the SIP Proxy and the XCP Router on this "
                + "cluster’s nodes, and firewalls in front of 5061 and 7400.",
            "인증서는 교환되었습니다. 이 클러스터 노드의 SIP 프록시와 XCP 라우터, 그리고 "
                + "5061 및 7400 포트 앞의 방화벽을 확인하십시오."
        );
}

public sealed record RestartPendingThere(string Nodes) : Problem
{
    protected override Words Words =>
        new(
            $"These routers of the peer link to this cluster only after a restart: {Nodes}.",
            $"상대 클러스터의 다음 라우터는 다시 시작한 후에 이 클러스터에 연결됩니다: {Nodes}."
        );

    protected override Words? Remedy =>
        new(
            "Restart Cisco XCP Router on these nodes on the other side.",
            "상대 쪽에서 이 노드의 Cisco XCP 라우터를 다시 시작하십시오."
        );
}

public sealed record CertificatesNotTakenThere(string Connections) : Problem
{
    protected override Words Words =>
        new(
            "The other side does not have every certificate of this cluster; connections "
                + $"without TLS: {Connections}.",
            "상대 쪽에 이 클러스터의 인증서 중 일부가 없습니다. TLS로 이루어지지 않는 연결: "
                + $"{Connections}."
        );

    protected override Words? Remedy =>
        new(
            "Run Force Manual Sync with “Also resync peer’s Tomcat certificates” on the "
                + "other side.",
            "상대 쪽에서 “피어의 Tomcat 인증서도 재동기화”를 선택하여 강제 동기화를 실행하십시오."
        );
}

public sealed record NodesNotLearnedThere : Problem
{
    protected override Words Words =>
        new(
            "The other side does not know every node of this cluster yet.",
            "상대 쪽이 아직 이 클러스터의 모든 노드를 알지 못합니다."
        );

    protected override Words? Remedy =>
        new(
            "Its next sync brings them; Force Manual Sync on the other side brings them now.",
            "다음 동기화 때 알게 됩니다. 상대 쪽에서 강제 동기화를 실행하면 바로 알게 됩니다."
        );
}
