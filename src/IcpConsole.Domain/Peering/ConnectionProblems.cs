using System.Net;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

public sealed record NameNotFound(string Name) : Problem
{
    protected override Words Words =>
        new(
            $"{Name} has no address: the name cannot be resolved from here.",
            $"{Name}의 주소가 없습니다. 여기에서 이름을 확인할 수 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Check the spelling, and that the DNS of this machine has the name.",
            "철자를 확인하고 이 컴퓨터의 DNS에 이름이 등록되어 있는지 확인하십시오."
        );
}

public sealed record NameServerFailed(string Name) : Problem
{
    protected override Words Words =>
        new(
            $"No DNS server answered for {Name}.",
            $"{Name}에 대해 응답한 DNS 서버가 없습니다."
        );

    protected override Words? Remedy =>
        new("Check the DNS settings of this machine.", "이 컴퓨터의 DNS 설정을 확인하십시오.");
}

public sealed record NameTimedOut(string Name) : Problem
{
    protected override Words Words =>
        new(
            $"The name {Name} was not resolved within 10 s.",
            $"{Name} 이름을 10초 안에 확인하지 못했습니다."
        );

    protected override Words? Remedy =>
        new("Check the DNS settings of this machine.", "이 컴퓨터의 DNS 설정을 확인하십시오.");
}

public sealed record TcpRefused(int Port) : Problem
{
    protected override Words Words =>
        new(
            $"Nothing is listening on port {Port} there: the connection was refused.",
            $"해당 서버의 포트 {Port}에서 수신 대기하는 프로그램이 없습니다. 연결이 "
                + "거부되었습니다."
        );

    protected override Words? Remedy =>
        new(
            "Check the address, and that Cisco Tomcat is running on that node.",
            "주소를 확인하고 해당 노드에서 Cisco Tomcat이 실행 중인지 확인하십시오."
        );
}

public sealed record TcpTimedOut(int Port) : Problem
{
    protected override Words Words =>
        new(
            $"No answer on port {Port} within 5 s.",
            $"포트 {Port}에서 5초 안에 응답이 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "The host may be down, or a firewall between the clusters may be blocking port "
                + $"{Port}.",
            $"호스트가 중단되었거나 클러스터 사이의 방화벽이 포트 {Port}을(를) "
                + "차단하고 있을 수 있습니다."
        );
}

public sealed record TcpUnreachable : Problem
{
    protected override Words Words =>
        new("There is no route to this host.", "이 호스트로 가는 경로가 없습니다.");

    protected override Words? Remedy =>
        new(
            "Check the address and the network between the clusters.",
            "주소와 클러스터 사이의 네트워크를 확인하십시오."
        );
}

public sealed record TcpFailed(int Port) : Problem
{
    protected override Words Words =>
        new($"The connection to port {Port} failed.", $"포트 {Port}에 연결하지 못했습니다.");

    protected override Words? Remedy =>
        new(
            "Check the address and the network between the clusters.",
            "주소와 클러스터 간 네트워크를 확인하십시오."
        );
}

public sealed record TlsHandshakeFailed : Problem
{
    protected override Words Words =>
        new(
            "The server answers, but the TLS handshake failed.",
            "서버가 응답하지만 TLS 핸드셰이크에 실패했습니다."
        );

    protected override Words? Remedy =>
        new(
            "Check that this is an IM and Presence node, and which TLS versions both "
                + "sides allow.",
            "IM and Presence 노드인지, 양쪽이 허용하는 TLS 버전이 무엇인지 " + "확인하십시오."
        );
}

public sealed record TlsTimedOut : Problem
{
    protected override Words Words =>
        new(
            "The server did not finish the TLS handshake in time.",
            "서버가 제시간에 TLS 핸드셰이크를 마치지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "The host may be overloaded or frozen; the connection is retried automatically.",
            "호스트가 과부하 상태이거나 멈추었을 수 있습니다. 자동으로 다시 시도합니다."
        );
}

public sealed record AxlLoginFailed : Problem
{
    protected override Words Words =>
        new(
            "The AXL username or password is wrong (HTTP 401).",
            "AXL 사용자 이름 또는 암호가 올바르지 않습니다(HTTP 401)."
        );

    protected override Words? Remedy =>
        new(
            "Enter the credentials of the remote cluster’s intercluster application "
                + "user.",
            "원격 클러스터의 클러스터 간 애플리케이션 사용자의 자격 증명을 " + "입력하십시오."
        );
}

public sealed record AxlRoleMissing : Problem
{
    protected override Words Words =>
        new(
            "The user can log in, but does not have the role Standard AXL API Access (HTTP "
                + "403).",
            "로그인은 되지만 사용자에게 Standard AXL API Access 역할이 없습니다(HTTP "
                + "403)."
        );

    protected override Words? Remedy =>
        new(
            "Give the application user that role on the remote cluster.",
            "원격 클러스터에서 애플리케이션 사용자에게 해당 역할을 부여하십시오."
        );
}

public sealed record AxlNotRunning : Problem
{
    protected override Words Words =>
        new(
            "The node answers, but Cisco AXL Web Service is not running there (HTTP 404).",
            "노드는 응답하지만 Cisco AXL 웹 서비스가 실행 중이 아닙니다(HTTP 404)."
        );

    protected override Words? Remedy =>
        new(
            "Start Cisco AXL Web Service on every node of the remote cluster.",
            "원격 클러스터의 모든 노드에서 Cisco AXL 웹 서비스를 시작하십시오."
        );
}

public sealed record AxlThrottled : Problem
{
    protected override Words Words =>
        new(
            "The node is busy and asks to try again later.",
            "노드가 바쁘므로 나중에 다시 시도하라고 응답했습니다."
        );

    protected override Words? Remedy =>
        new(
            "It is retried automatically; look for other programs that send it many requests.",
            "자동으로 다시 요청합니다. 요청을 많이 보내는 다른 프로그램이 있는지 "
                + "확인하십시오."
        );
}

public sealed record AxlWrongVersion : Problem
{
    protected override Words Words =>
        new(
            "The node does not support AXL 8.0, which peers use (HTTP 599).",
            "노드가 피어 간에 사용하는 AXL 8.0을 지원하지 않습니다(HTTP 599)."
        );

    protected override Words? Remedy =>
        new(
            "Check that it is an IM and Presence node of a supported release.",
            "지원되는 릴리스의 IM and Presence 노드인지 확인하십시오."
        );
}

public sealed record AxlMalformed(string Why) : Problem
{
    protected override Words Words =>
        new(
            $"The answer is not what AXL defines: {Why}",
            $"응답이 AXL 정의와 다릅니다: {Why}"
        );

    protected override Words? Remedy =>
        new(
            "Check that it is the publisher of an IM and Presence cluster.",
            "IM and Presence 클러스터의 게시자인지 확인하십시오."
        );
}

public sealed record AxlFault(string Fault) : Problem
{
    protected override Words Words =>
        new($"The node refused the query: {Fault}", $"노드가 쿼리를 거부했습니다: {Fault}");

    protected override Words? Remedy =>
        new(
            "Check the log of that node; Force Manual Sync tries again.",
            "해당 노드의 로그를 확인하십시오. 강제 동기화를 실행하면 다시 요청합니다."
        );
}

public sealed record AxlTimedOut : Problem
{
    protected override Words Words =>
        new("The node took too long to answer.", "노드의 응답이 너무 오래 걸렸습니다.");

    protected override Words? Remedy =>
        new(
            "The node may be overloaded; it is retried automatically.",
            "노드가 과부하 상태일 수 있습니다. 자동으로 다시 요청합니다."
        );
}

public sealed record ConnectionBroke : Problem
{
    protected override Words Words =>
        new(
            "The connection was lost in the middle of an answer.",
            "응답 중에 연결이 끊겼습니다."
        );

    protected override Words? Remedy =>
        new(
            "It is retried automatically; if this persists, check the network between the "
                + "clusters.",
            "자동으로 다시 시도합니다. 계속되면 클러스터 간 네트워크를 확인하십시오."
        );
}

public sealed record PortTimedOut(int Port) : Problem
{
    protected override Words Words =>
        new(
            $"No answer on port {Port} within 10 s.",
            $"포트 {Port}에서 10초 안에 응답이 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "The host may be down, or a firewall between the clusters may be blocking port "
                + $"{Port}.",
            $"호스트가 중단되었거나 클러스터 사이의 방화벽이 포트 {Port}을(를) 차단하고 있을 "
                + "수 있습니다."
        );
}

public sealed record SanNameUnresolved(string Name, NodeName Node, string Seconds) : Problem
{
    protected override Words Words =>
        new(
            $"{Name}, a name in the peer’s tomcat certificate, does not resolve from {Node} "
                + $"(tried for {Seconds} s). There is no sync until it does.",
            $"피어의 tomcat 인증서에 있는 이름 {Name}을(를) {Node}에서 확인할 수 "
                + $"없습니다({Seconds}초 동안 시도). 확인될 때까지 동기화하지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Add the name to the DNS that this cluster uses, or have the peer’s certificate "
                + "reissued without it.",
            "이 클러스터가 사용하는 DNS에 이름을 추가하거나, 피어의 인증서를 이 이름 "
                + "없이 다시 만드십시오."
        );
}

public sealed record PortRefused(int Port) : Problem
{
    protected override Words Words =>
        new(
            $"Nothing is listening on port {Port} there: the connection was refused.",
            $"해당 노드의 포트 {Port}에서 수신 대기하는 프로그램이 없어 연결이 "
                + "거부되었습니다."
        );

    protected override Words? Remedy =>
        new(
            "Start the service of that port there.",
            "해당 노드에서 그 포트의 서비스를 시작하십시오."
        );
}

public sealed record LocalAddressUnusable(IPAddress Address) : Problem
{
    protected override Words Words =>
        new(
            $"No connection can be made from {Address}: it is not an address of this "
                + "machine.",
            $"{Address}에서 연결할 수 없습니다. 이 컴퓨터의 주소가 아닙니다."
        );

    protected override Words? Remedy =>
        new(
            "Give the node an address of this machine under System > Clusters.",
            "시스템 > 클러스터에서 노드에 이 컴퓨터의 주소를 지정하십시오."
        );
}
