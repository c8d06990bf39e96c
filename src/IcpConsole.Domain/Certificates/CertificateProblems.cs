using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Certificates;

public sealed record CertificateOver(string Certificate, DateTimeOffset End) : Problem
{
    protected override Words Words =>
        new(
            $"{Certificate}: expired on {End:yyyy-MM-dd HH:mm} UTC.",
            $"{Certificate}: {End:yyyy-MM-dd HH:mm} UTC에 만료되었습니다."
        );
}

public sealed record CertificateEnds(string Certificate, DateTimeOffset End) : Problem
{
    protected override Words Words =>
        new(
            $"{Certificate}: expires on {End:yyyy-MM-dd HH:mm} UTC.",
            $"{Certificate}: {End:yyyy-MM-dd HH:mm} UTC에 만료됩니다."
        );
}

public sealed record CertificateRestart(string Certificate) : Problem
{
    protected override Words Words =>
        new(
            $"A new {Certificate} certificate is waiting: restart to start using it.",
            $"새 {Certificate} 인증서가 대기 중입니다. 다시 시작하면 사용됩니다."
        );
}

public sealed record CertificateEndsSoon(string Certificate, DateTimeOffset End) : Problem
{
    protected override Words Words =>
        new(
            $"{Certificate}: expires soon, on {End:yyyy-MM-dd HH:mm} UTC.",
            $"{Certificate}: 곧 {End:yyyy-MM-dd HH:mm} UTC에 만료됩니다."
        );
}

public sealed record IdentitiesNotMade : Problem
{
    protected override Words Words =>
        new("The certificates are being generated.", "인증서를 생성하는 중입니다.");

    protected override Words? Remedy =>
        new("Run the test again in a moment.", "잠시 후 다시 테스트하십시오.");
}

public sealed record TrustCorrupted(string Store) : Problem
{
    protected override Words Words =>
        new($"An entry of {Store} cannot be read.", $"{Store}의 항목을 읽을 수 없습니다.");

    protected override Words? Remedy =>
        new(
            "Delete it, and upload the certificate again.",
            "삭제하고 인증서를 다시 업로드하십시오."
        );
}

public sealed record TestCertificateExpired(string Store, string Subject, DateTimeOffset Ended)
    : Problem
{
    protected override Words Words =>
        new(
            $"{Store} {Subject} expired on {Ended:u}.",
            $"{Store} {Subject} 인증서가 {Ended:u}에 만료되었습니다."
        );

    protected override Words? Remedy =>
        new(
            "Generate or upload a new one, then restart its service; delete certificates "
                + "that are no longer needed.",
            "새 인증서를 생성하거나 업로드한 후 서비스를 다시 시작하십시오. 필요 없는 "
                + "인증서는 삭제하십시오."
        );
}

public sealed record TestCertificateNotYetValid(
    string Store,
    string Subject,
    DateTimeOffset Begins
) : Problem
{
    protected override Words Words =>
        new(
            $"{Store} {Subject} is not valid before {Begins:u}.",
            $"{Store} {Subject} 인증서는 {Begins:u}부터 유효합니다."
        );

    protected override Words? Remedy =>
        new(
            "Compare the clocks, or generate a new one.",
            "시계를 비교하거나 새로 생성하십시오."
        );
}

public sealed record TestCertificateEnds(string Store, string Subject, DateTimeOffset End)
    : Problem
{
    protected override Words Words =>
        new(
            $"{Store} {Subject} expires on {End:u}.",
            $"{Store} {Subject} 인증서가 {End:u}에 만료됩니다."
        );

    protected override Words? Remedy => new("Renew it before then.", "그 전에 갱신하십시오.");
}

public sealed record CertificateForServersAlone(string Certificate) : Problem
{
    protected override Words Words =>
        new(
            $"{Certificate} is for servers only: a peer that checks this refuses it as a "
                + "client certificate.",
            $"{Certificate}은(는) 서버 전용 인증서입니다. 이를 검사하는 피어는 클라이언트 인증서로 받아들이지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Nodes are also each other’s clients. Have it reissued with client "
                + "authentication (TLS Web Client Authentication) in its extended key "
                + "usage.",
            "노드는 서로의 클라이언트이기도 합니다. 확장 키 용도에 클라이언트 인증(TLS Web Client Authentication)을 포함하여 다시 발급받으십시오."
        );
}

public sealed record PresentsAnother(NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"{Node} presents a certificate that is not its own.",
            $"{Node}이(가) 자신의 인증서가 아닌 다른 인증서를 제시합니다."
        );

    protected override Words? Remedy =>
        new(
            "Restart Cisco Tomcat on the node; if this persists, another program is "
                + "listening on its address.",
            "노드의 Cisco Tomcat을 다시 시작하십시오. 계속되면 다른 프로그램이 그 주소에서 "
                + "수신 대기하고 있는 것입니다."
        );
}

public sealed record OwnNamesUnresolved(string Names) : Problem
{
    protected override Words Words =>
        new(
            $"Names in the tomcat certificate that do not resolve here: {Names}. A peer that "
                + "cannot resolve them either does not synchronize with this cluster.",
            $"tomcat 인증서의 이름 중 여기에서 확인되지 않는 이름: {Names}. 이 이름을 확인할 "
                + "수 없는 피어는 이 클러스터와 동기화하지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Add them to DNS, or have the certificate reissued without them.",
            "DNS에 추가하거나 이 이름 없이 인증서를 다시 만드십시오."
        );
}
