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
            "Have its tomcat certificate made anew over there.",
            "상대 쪽에서 tomcat 인증서를 새로 생성하십시오."
        );
}

public sealed record CertificateNotAccepted : Problem
{
    protected override Words Words =>
        new(
            "The certificate of this peer was not accepted yet.",
            "이 피어의 인증서가 아직 수락되지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "Compare the fingerprint with the one on that cluster, then accept it. "
                + "Nothing is sent before.",
            "지문을 해당 클러스터의 지문과 비교한 다음 수락하십시오. 그 전에는 "
                + "아무것도 전송되지 않습니다."
        );
}

public sealed record CertificateChanged : Problem
{
    protected override Words Words =>
        new(
            "The peer presents another certificate than the one kept in tomcat-trust.",
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
            "Regenerate the tomcat certificate over there, then resync it here.",
            "원격 클러스터에서 tomcat 인증서를 다시 생성한 다음 여기에서 "
                + "재동기화하십시오."
        );
}

public sealed record CertificateNotYetValid(DateTimeOffset Begins) : Problem
{
    protected override Words Words =>
        new(
            $"The certificate that the peer presents is valid only from {Begins:u}.",
            $"피어가 제시한 인증서는 {Begins:u}부터 유효합니다."
        );

    protected override Words? Remedy =>
        new("Compare the clocks of both clusters.", "두 클러스터의 시간을 비교하십시오.");
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
            "Passes exchange it by themselves; Force Manual Sync does so now.",
            "동기화가 자동으로 교환합니다. 강제 동기화를 실행하면 바로 교환합니다."
        );
}

public sealed record CertificateNotTheOneKept(string Service) : Problem
{
    protected override Words Words =>
        new(
            $"The node presents another {Service} certificate than the one kept in "
                + $"{Service}-trust.",
            $"노드가 {Service}-trust에 보관된 것과 다른 {Service} 인증서를 제시합니다."
        );

    protected override Words? Remedy =>
        new(
            "Force Manual Sync with “Also resync peer’s Tomcat certificates” shows "
                + "both and takes the new one.",
            "“피어의 Tomcat 인증서도 재동기화”를 선택하여 강제 동기화를 실행하면 "
                + "둘을 비교하여 새 인증서를 가져옵니다."
        );
}

public sealed record CertificateCorrupted : Problem
{
    protected override Words Words =>
        new(
            "The certificate that is kept for this peer cannot be read.",
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
            $"Another {Service} certificate is kept for {Node} than the one that it "
                + "has now.",
            $"{Node}의 현재 {Service} 인증서가 저장된 인증서와 다릅니다."
        );

    protected override Words? Remedy =>
        new(
            "Force Manual Sync with “Also resync peer’s Tomcat certificates” shows "
                + "both and takes the new one.",
            "“피어의 Tomcat 인증서도 재동기화”를 선택한 강제 동기화로 둘을 비교하고 "
                + "새 인증서를 받아들이십시오."
        );
}

public sealed record PeerCertificateMissing(string Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"No {Service} certificate is kept for {Node}.",
            $"{Node}의 {Service} 인증서가 저장되어 있지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Force Manual Sync, or copy it by hand on the peer’s page.",
            "강제 동기화를 실행하거나 피어 페이지에서 직접 복사하십시오."
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
            "Look at Certificate Management of the other side.",
            "상대 쪽의 인증서 관리를 확인하십시오."
        );
}

public sealed record PeerCertificateExpired(string Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"The {Service} certificate of {Node} is outside its validity.",
            $"{Node}의 {Service} 인증서가 유효 기간을 벗어났습니다."
        );

    protected override Words? Remedy =>
        new(
            "Make a new one on the other side, restart its service, then Force Manual "
                + "Sync here.",
            "상대 쪽에서 새 인증서를 만들고 서비스를 재시작한 후 여기에서 강제 "
                + "동기화하십시오."
        );
}

public sealed record PeerCertificateCorrupted(string Service, NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"What is kept as {Service} certificate of {Node} cannot be read.",
            $"{Node}의 {Service} 인증서로 저장된 내용을 읽을 수 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Force Manual Sync with “Also resync peer’s Tomcat certificates” "
                + "replaces it.",
            "“피어의 Tomcat 인증서도 재동기화”를 선택한 강제 동기화로 교체하십시오."
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
            "Make a new certificate on the other side.",
            "상대 쪽에서 새 인증서를 만드십시오."
        );
}

public sealed record CertificateSyncOff : Problem
{
    protected override Words Words =>
        new(
            "Periodic syncs take no certificates.",
            "주기적 동기화에서 인증서를 받지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Force Manual Sync takes them, or set the parameter to Perform "
                + "certificate sync (step 10).",
            "강제 동기화로 받거나, 파라미터를 인증서 동기화 수행으로 "
                + "설정하십시오(단계 10)."
        );
}

public sealed record CertificateRegenerated : Problem
{
    protected override Words Words =>
        new(
            "The peer presents another certificate than the one kept in tomcat-trust, "
                + "while its router presents the same as before: the tomcat certificate was "
                + "regenerated, or issued anew.",
            "피어가 tomcat-trust에 보관된 것과 다른 인증서를 제시하지만 라우터의 "
                + "인증서는 이전과 같습니다. tomcat 인증서가 다시 생성되었거나 새로 "
                + "발급되었습니다."
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
            "The peer presents another certificate than the one kept in tomcat-trust, "
                + "while its router presents the same as before. It was made anew with "
                + $"other names: no longer {Gone}; new {Come}.",
            "피어가 tomcat-trust에 보관된 것과 다른 인증서를 제시하지만 라우터의 "
                + "인증서는 이전과 같습니다. 다른 이름으로 새로 생성되었습니다. 없어진 "
                + $"이름: {Gone}, 새 이름: {Come}."
        );

    protected override Words? Remedy =>
        new(
            "Make sure that these are names of its nodes, and run Force Manual Sync "
                + "with “Also resync peer’s Tomcat certificates”. Where a node was "
                + "renamed, peer entries that name it have to be changed, too.",
            "이 이름들이 피어 노드의 이름인지 확인하고 “피어의 Tomcat 인증서도 "
                + "재동기화”를 선택하여 강제 동기화를 실행하십시오. 노드의 이름이 변경된 "
                + "경우 그 노드를 가리키는 피어 항목도 변경해야 합니다."
        );
}

public sealed record CertificateInstalledAnew : Problem
{
    protected override Words Words =>
        new(
            "The peer presents another certificate than the one kept in tomcat-trust, "
                + "and so does its router: both were made anew, the peer was installed "
                + "anew, or another cluster answers at this address.",
            "피어가 tomcat-trust에 보관된 것과 다른 인증서를 제시하고 라우터의 "
                + "인증서도 이전과 다릅니다. 두 인증서가 새로 생성되었거나 피어가 새로 "
                + "설치되었거나 다른 클러스터가 이 주소에서 응답합니다."
        );

    protected override Words? Remedy =>
        new(
            "Make sure that it is the cluster that you mean. Run Force Manual Sync "
                + "with “Also resync peer’s Tomcat certificates”; after a new "
                + "installation add this cluster over there again, too.",
            "원하는 클러스터인지 확인하십시오. “피어의 Tomcat 인증서도 재동기화”를 "
                + "선택하여 강제 동기화를 실행하십시오. 새로 설치한 경우 상대 쪽에 이 "
                + "클러스터도 다시 추가하십시오."
        );
}

public sealed record CertificateTooManyNames(int Names, int Most) : Problem
{
    protected override Words Words =>
        new(
            $"The certificate names {Names} nodes; a cluster has at most {Most}. None "
                + "of them was looked up.",
            $"인증서에 이름이 {Names}개 있습니다. 클러스터에는 최대 {Most}개가 "
                + "있습니다. 아무 이름도 조회하지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "Have the peer’s tomcat certificate made anew with the names of its own "
                + "nodes.",
            "피어의 tomcat 인증서를 자체 노드 이름으로 다시 생성하게 하십시오."
        );
}
