using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

public sealed record CertificateMalformed : Problem
{
    protected override Words Words =>
        new(
            "The certificate that the server presents cannot be read.",
            "서버가 제시한 인증서를 읽을 수 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Have its tomcat certificate regenerated on the other side.",
            "상대 쪽에서 tomcat 인증서를 다시 생성하십시오."
        );
}

public sealed record CertificateNotAccepted : Problem
{
    protected override Words Words =>
        new(
            "The certificate of this peer has not been accepted yet.",
            "이 피어의 인증서가 아직 수락되지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "Compare the fingerprint with the one on that cluster, then accept it. Nothing "
                + "is sent before that.",
            "지문을 해당 클러스터의 지문과 비교한 다음 수락하십시오. 그 전에는 "
                + "아무것도 전송되지 않습니다."
        );
}

public sealed record CertificateChanged : Problem
{
    protected override Words Words =>
        new(
            "The peer presents a certificate that differs from the one in tomcat-trust.",
            "피어가 tomcat-trust에 보관된 것과 다른 인증서를 제시합니다."
        );

    protected override Words? Remedy =>
        new(
            "If its tomcat certificate was regenerated, run Force Manual Sync with "
                + "“Also resync peer’s Tomcat certificates”.",
            "tomcat 인증서를 다시 생성한 경우 “피어의 Tomcat 인증서도 재동기화”를 "
                + "선택하여 강제 동기화를 실행하십시오."
        );
}

public sealed record CertificateExpired(DateTimeOffset Ended) : Problem
{
    protected override Words Words =>
        new(
            $"The certificate that the peer presents expired on {Ended:u}.",
            $"피어가 제시한 인증서가 {Ended:u}에 만료되었습니다."
        );

    protected override Words? Remedy =>
        new(
            "Regenerate the tomcat certificate on the other side, then resync it here.",
            "원격 클러스터에서 tomcat 인증서를 다시 생성한 다음 여기에서 "
                + "재동기화하십시오."
        );
}

public sealed record CertificateNotYetValid(DateTimeOffset Begins) : Problem
{
    protected override Words Words =>
        new(
            $"The certificate that the peer presents is not valid before {Begins:u}.",
            $"피어가 제시한 인증서는 {Begins:u}부터 유효합니다."
        );

    protected override Words? Remedy =>
        new("Compare the clocks of both clusters.", "두 클러스터의 시계를 비교하십시오.");
}

public sealed record CertificateNameMismatch(NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"The certificate that the server presents does not name {Node}.",
            $"서버가 제시한 인증서에 {Node} 이름이 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Enter the node name exactly as the remote cluster defines it.",
            "원격 클러스터에 정의된 노드 이름을 정확히 입력하십시오."
        );
}

public sealed record CertificateNotExchanged(string Service) : Problem
{
    protected override Words Words =>
        new(
            $"The node’s {Service} certificate is not in {Service}-trust yet.",
            $"노드의 {Service} 인증서가 아직 {Service}-trust에 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Syncs exchange it automatically; Force Manual Sync exchanges it now.",
            "동기화할 때 자동으로 교환합니다. 강제 동기화를 실행하면 바로 교환합니다."
        );
}

public sealed record CertificateNotTheOneKept(string Service) : Problem
{
    protected override Words Words =>
        new(
            $"The node presents a {Service} certificate that differs from the one in "
                + $"{Service}-trust.",
            $"노드가 {Service}-trust에 보관된 것과 다른 {Service} 인증서를 제시합니다."
        );

    protected override Words? Remedy =>
        new(
            "Force Manual Sync with “Also resync peer’s Tomcat certificates” shows both and "
                + "accepts the new one.",
            "“피어의 Tomcat 인증서도 재동기화”를 선택하여 강제 동기화를 실행하면 둘을 "
                + "비교하고 새 인증서를 수락할 수 있습니다."
        );
}

public sealed record CertificateCorrupted : Problem
{
    protected override Words Words =>
        new(
            "The certificate stored for this peer cannot be read.",
            "이 피어에 대해 저장된 인증서를 읽을 수 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Run Force Manual Sync with “Also resync peer’s Tomcat certificates”: "
                + "it shows the one that the peer presents.",
            "“피어의 Tomcat 인증서도 재동기화”를 선택하여 강제 동기화를 "
                + "실행하십시오. 피어가 제시하는 인증서가 표시됩니다."
        );
}

public sealed record CopyNotOfNode(NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"No certificate in the file names {Node}.",
            $"파일에 {Node}의 이름이 있는 인증서가 없습니다."
        );
}

public sealed record CopyNotAnnounced(NodeName Node, string Fingerprint) : Problem
{
    protected override Words Words =>
        new(
            $"This is not the certificate that {Node} has now; its fingerprint is "
                + $"{Fingerprint}.",
            $"{Node}이(가) 지금 사용하는 인증서가 아닙니다. 지문은 " + $"{Fingerprint}입니다."
        );
}

public sealed record PeerCertificateChanged(string Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"The {Service} certificate stored for {Node} differs from the one that it has "
                + "now.",
            $"{Node}의 현재 {Service} 인증서가 저장된 인증서와 다릅니다."
        );

    protected override Words? Remedy =>
        new(
            "Force Manual Sync with “Also resync peer’s Tomcat certificates” shows both and "
                + "accepts the new one.",
            "“피어의 Tomcat 인증서도 재동기화”를 선택하여 강제 동기화를 실행하면 둘을 "
                + "비교하고 새 인증서를 수락할 수 있습니다."
        );
}

public sealed record PeerCertificateMissing(string Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"No {Service} certificate is stored for {Node}.",
            $"{Node}의 {Service} 인증서가 저장되어 있지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Run Force Manual Sync, or copy it manually on the peer’s page.",
            "강제 동기화를 실행하거나 피어 페이지에서 수동으로 복사하십시오."
        );
}

public sealed record PeerCertificateNotAnnounced(string Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"The peer announces no {Service} certificate for {Node}.",
            $"피어가 {Node}의 {Service} 인증서를 알리지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Check Certificate Management on the other side.",
            "상대 쪽의 인증서 관리를 확인하십시오."
        );
}

public sealed record PeerCertificateExpired(string Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"The {Service} certificate of {Node} is outside its validity period.",
            $"{Node}의 {Service} 인증서가 유효 기간을 벗어났습니다."
        );

    protected override Words? Remedy =>
        new(
            "Generate a new one on the other side, restart its service, then run Force "
                + "Manual Sync here.",
            "상대 쪽에서 새 인증서를 생성하고 서비스를 다시 시작한 후 여기에서 강제 "
                + "동기화를 실행하십시오."
        );
}

public sealed record PeerCertificateCorrupted(string Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"The stored {Service} certificate of {Node} cannot be read.",
            $"{Node}의 {Service} 인증서로 저장된 내용을 읽을 수 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Force Manual Sync with “Also resync peer’s Tomcat certificates” "
                + "replaces it.",
            "“피어의 Tomcat 인증서도 재동기화”를 선택하여 강제 동기화를 실행하면 교체됩니다."
        );
}

public sealed record PeerCertificateNameNotCovered(string Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"The {Service} certificate of {Node} does not name that node.",
            $"{Node}의 {Service} 인증서에 해당 노드 이름이 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Generate a new certificate on the other side.",
            "상대 쪽에서 새 인증서를 생성하십시오."
        );
}

public sealed record CertificateSyncOff : Problem
{
    protected override Words Words =>
        new(
            "Periodic syncs do not fetch certificates.",
            "주기적 동기화에서 인증서를 가져오지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Force Manual Sync fetches them, or set the parameter to Perform certificate "
                + "sync (step 10).",
            "강제 동기화로 가져오거나, 파라미터를 기본값인 인증서 동기화 수행으로 "
                + "설정하십시오(단계 10)."
        );
}

public sealed record CertificateRegenerated : Problem
{
    protected override Words Words =>
        new(
            "The peer presents a certificate that differs from the one in tomcat-trust, "
                + "while its router presents the same one as before: the tomcat certificate "
                + "was regenerated or reissued.",
            "피어가 tomcat-trust에 보관된 것과 다른 인증서를 제시하지만 라우터의 인증서는 "
                + "이전과 같습니다. tomcat 인증서가 다시 생성되었거나 다시 발급되었습니다."
        );

    protected override Words? Remedy =>
        new(
            "Run Force Manual Sync with “Also resync peer’s Tomcat certificates”.",
            "“피어의 Tomcat 인증서도 재동기화”를 선택하여 강제 동기화를 " + "실행하십시오."
        );
}

public sealed record CertificateRenamed(string Gone, string Come) : Problem
{
    protected override Words Words =>
        new(
            "The peer presents a certificate that differs from the one in tomcat-trust, "
                + "while its router presents the same one as before. It was regenerated "
                + $"with other names: no longer {Gone}; new {Come}.",
            "피어가 tomcat-trust에 보관된 것과 다른 인증서를 제시하지만 라우터의 인증서는 "
                + $"이전과 같습니다. 다른 이름으로 다시 생성되었습니다. 없어진 이름: {Gone}, "
                + $"새 이름: {Come}."
        );

    protected override Words? Remedy =>
        new(
            "Make sure that these are names of its nodes, and run Force Manual Sync with "
                + "“Also resync peer’s Tomcat certificates”. If a node was renamed, peer "
                + "entries that name it must be changed, too.",
            "이 이름들이 피어 노드의 이름인지 확인하고 “피어의 Tomcat 인증서도 "
                + "재동기화”를 선택하여 강제 동기화를 실행하십시오. 노드의 이름이 변경된 "
                + "경우 그 노드를 가리키는 피어 항목도 변경해야 합니다."
        );
}

public sealed record CertificateInstalledAnew : Problem
{
    protected override Words Words =>
        new(
            "The peer presents a certificate that differs from the one in tomcat-trust, and "
                + "so does its router: both were regenerated, the peer was reinstalled, or "
                + "another cluster answers at this address.",
            "피어가 tomcat-trust에 보관된 것과 다른 인증서를 제시하고 라우터의 인증서도 "
                + "이전과 다릅니다. 두 인증서가 다시 생성되었거나, 피어가 다시 "
                + "설치되었거나, 다른 클러스터가 이 주소에서 응답하는 것입니다."
        );

    protected override Words? Remedy =>
        new(
            "Make sure that it is the cluster you want. Run Force Manual Sync with “Also "
                + "resync peer’s Tomcat certificates”; after a reinstallation, also add "
                + "this cluster again on the other side.",
            "원하는 클러스터인지 확인하고 “피어의 Tomcat 인증서도 재동기화”를 선택하여 강제 "
                + "동기화를 실행하십시오. 다시 설치한 경우 상대 쪽에 이 클러스터도 다시 "
                + "추가하십시오."
        );
}

public sealed record CertificateTooManyNames(int Names, int Most) : Problem
{
    protected override Words Words =>
        new(
            $"The certificate has {Names} names; a cluster has at most {Most}. None of them "
                + "was looked up.",
            $"인증서에 이름이 {Names}개 있지만 클러스터에는 최대 {Most}개까지만 있을 수 "
                + "있습니다. 어떤 이름도 조회하지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "Have the peer’s tomcat certificate regenerated with the names of its own nodes "
                + "only.",
            "상대 쪽에서 자체 노드의 이름만으로 tomcat 인증서를 다시 생성하십시오."
        );
}
