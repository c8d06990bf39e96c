using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

public sealed record PeerAddressEmpty : Problem
{
    protected override Words Words =>
        new(
            "Enter the node name of the remote database publisher.",
            "원격 데이터베이스 게시자의 노드 이름을 입력하십시오."
        );
}

public sealed record PeerAddressMalformed(NodeNameMistake Mistake) : Problem
{
    protected override Words Words => new(Mistake.English(), Mistake.Korean());
}

public sealed record AxlUsernameEmpty : Problem
{
    protected override Words Words =>
        new("Enter the AXL username.", "AXL 사용자 이름을 입력하십시오.");
}

public sealed record AxlUsernameMalformed : Problem
{
    protected override Words Words =>
        new(
            "A username cannot contain a colon or control characters.",
            "사용자 이름에는 콜론이나 제어 문자를 사용할 수 없습니다."
        );
}

public sealed record AxlPasswordMalformed : Problem
{
    protected override Words Words =>
        new(
            "A password cannot contain control characters.",
            "암호에는 제어 문자를 사용할 수 없습니다."
        );
}

public sealed record PasswordsDiffer : Problem
{
    protected override Words Words =>
        new("The passwords do not match.", "암호가 일치하지 않습니다.");
}

public sealed record ProtocolUnknown : Problem
{
    protected override Words Words =>
        new("Choose TCP, UDP or TLS.", "TCP, UDP 또는 TLS를 선택하십시오.");
}

public sealed record AxlPasswordEmpty : Problem
{
    protected override Words Words =>
        new("Enter the AXL password.", "AXL 암호를 입력하십시오.");
}

public sealed record AxlPasswordForNewAddress : Problem
{
    protected override Words Words =>
        new(
            "The address changed: enter the AXL password again. The stored one is for the "
                + "old server.",
            "주소가 변경되었습니다. AXL 암호를 다시 입력하십시오. 저장된 암호는 이전 "
                + "서버용입니다."
        );
}

public sealed record PeerIsOwnNode : Problem
{
    protected override Words Words =>
        new("This is a node of this cluster.", "이 클러스터의 노드입니다.");

    protected override Words? Remedy =>
        new(
            "Change the Peer Address to the publisher of another cluster.",
            "피어 주소를 다른 클러스터의 게시자로 변경하십시오."
        );
}

public sealed record PeerAlreadyThere(NodeName Address) : Problem
{
    protected override Words Words =>
        new(
            $"{Address} is already a peer of this cluster.",
            $"{Address}은(는) 이미 이 클러스터의 피어입니다."
        );

    protected override Words? Remedy =>
        new(
            "Change the Peer Address, or delete one of the two entries.",
            "피어 주소를 변경하거나 두 항목 중 하나를 삭제하십시오."
        );
}

public sealed record PeerHasOwnClusterId(ClusterId Cluster) : Problem
{
    protected override Words Words =>
        new(
            $"The server at this address reports the Cluster ID {Cluster}, which is this "
                + "cluster’s own.",
            $"이 주소의 서버가 알린 클러스터 ID {Cluster}은(는) 이 클러스터의 ID입니다."
        );

    protected override Words? Remedy =>
        new(
            "Two clusters of a mesh cannot share a Cluster ID. Check the address, or change "
                + "the Cluster ID on one side.",
            "메시의 두 클러스터가 같은 클러스터 ID를 사용할 수 없습니다. 주소를 확인하거나 "
                + "한쪽의 클러스터 ID를 변경하십시오."
        );
}

public sealed record PeerDuplicatesCluster(ClusterId Cluster, NodeName Address) : Problem
{
    protected override Words Words =>
        new(
            $"The cluster at this address, {Cluster}, is already a peer, as {Address}.",
            $"이 주소의 클러스터 {Cluster}은(는) 이미 {Address}(으)로 등록된 " + "피어입니다."
        );

    protected override Words? Remedy =>
        new(
            "Delete one of the two entries. Keep the one that names the remote publisher.",
            "두 항목 중 하나를 삭제하십시오. 원격 게시자를 가리키는 항목을 " + "남기십시오."
        );
}

public sealed record PeerAddressIsNoNodeName(NodeName Address, string Publisher) : Problem
{
    protected override Words Words =>
        new(
            $"The cluster at this address has no node named {Address}. Its publisher "
                + $"is {Publisher}.",
            $"이 주소의 클러스터에는 {Address} 노드가 없습니다. 이 클러스터의 게시자는 "
                + $"{Publisher}입니다."
        );

    protected override Words? Remedy =>
        new(
            "Enter the node name exactly as that cluster’s Presence Topology page "
                + "shows it.",
            "해당 클러스터의 프레즌스 토폴로지 페이지에 표시된 노드 이름을 정확히 "
                + "입력하십시오."
        );
}

public sealed record PeerIsSubscriber(NodeName Address, string Publisher) : Problem
{
    protected override Words Words =>
        new(
            $"{Address} is a subscriber of that cluster. Its publisher is {Publisher}.",
            $"{Address}은(는) 해당 클러스터의 가입자 노드입니다. 게시자는 "
                + $"{Publisher}입니다."
        );

    protected override Words? Remedy =>
        new(
            "Peers are configured with the database publisher: change the Peer " + "Address.",
            "피어는 데이터베이스 게시자로 구성합니다. 피어 주소를 변경하십시오."
        );
}

/// <summary>
/// As releases before 0.6 told of it; now <see cref="SmallerOvaHere"/> or <see
/// cref="BusinessEdition6000Here"/>.
/// </summary>
public sealed record PlatformHere : Problem
{
    protected override Words Words =>
        new(
            "This cluster runs on Business Edition 6000 or on less than the 15,000-user "
                + "OVA: intercluster peers are not supported.",
            "이 클러스터는 Business Edition 6000이거나 15,000 사용자 OVA보다 작은 "
                + "플랫폼이므로 인터클러스터 피어가 지원되지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Deploy at least the 15,000-user OVA, and set it under System > Clusters.",
            "최소 15,000 사용자 OVA를 구축하고 시스템 > 클러스터에서 설정하십시오."
        );
}

/// <summary>
/// As releases before 0.6 told of it; now <see cref="SmallerOvaThere"/> or <see
/// cref="BusinessEdition6000There"/>.
/// </summary>
public sealed record PlatformThere : Problem
{
    protected override Words Words =>
        new(
            "The remote cluster runs on Business Edition 6000 or on less than the "
                + "15,000-user OVA: intercluster peers are not supported.",
            "원격 클러스터는 Business Edition 6000이거나 15,000 사용자 OVA보다 작은 "
                + "플랫폼이므로 인터클러스터 피어가 지원되지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Deploy at least the 15,000-user OVA on the other side.",
            "원격 클러스터에 최소 15,000 사용자 OVA를 구축하십시오."
        );
}

public sealed record MeshFullHere(int Clusters) : Problem
{
    protected override Words Words =>
        new(
            $"This cluster’s mesh would exceed {Clusters} clusters.",
            $"이 클러스터의 메시가 클러스터 {Clusters}개를 초과합니다."
        );

    protected override Words? Remedy =>
        new(
            "First delete a peer that is no longer needed.",
            "더 이상 필요하지 않은 피어를 먼저 삭제하십시오."
        );
}

public sealed record MeshFullThere(int Clusters) : Problem
{
    protected override Words Words =>
        new(
            $"The remote cluster’s mesh would exceed {Clusters} clusters.",
            $"원격 클러스터의 메시가 클러스터 {Clusters}개를 초과합니다."
        );

    protected override Words? Remedy =>
        new(
            "First delete a peer that is no longer needed on the other side.",
            "원격 클러스터에서 더 이상 필요하지 않은 피어를 먼저 삭제하십시오."
        );
}

public sealed record DomainDiffers(string Here, string There) : Problem
{
    protected override Words Words =>
        new(
            $"The presence domains differ: {Here} here, {There} there.",
            $"프레즌스 도메인이 다릅니다. 로컬 {Here}, 원격 {There}."
        );

    protected override Words? Remedy =>
        new(
            "Peers must use the same presence domain.",
            "피어는 같은 프레즌스 도메인을 사용해야 합니다."
        );
}

public sealed record AddressSchemeDiffers : Problem
{
    protected override Words Words =>
        new("The IM address schemes differ.", "IM 주소 체계가 다릅니다.");

    protected override Words? Remedy =>
        new(
            "Every node of every cluster must use the same IM address scheme.",
            "모든 클러스터의 모든 노드는 같은 IM 주소 체계를 사용해야 합니다."
        );
}

public sealed record PeerTooOld(string There, string Here) : Problem
{
    protected override Words Words =>
        new(
            $"The cluster’s console runs version {There}, which is too old for "
                + $"version {Here} here.",
            $"원격 콘솔의 버전 {There}은(는) 이 콘솔의 버전 {Here}에 비해 너무 "
                + "오래되었습니다."
        );

    protected override Words? Remedy =>
        new("Update the remote console.", "원격 콘솔을 업데이트하십시오.");
}

public sealed record ReleasesMayNotPeer(string Here, string There) : Problem
{
    protected override Words Words =>
        new(
            $"Release {Here} here and release {There} there cannot peer.",
            $"로컬 릴리스 {Here}과(와) 원격 릴리스 {There}은(는) 피어링할 수 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "See the vendor’s compatibility matrix; upgrade one side.",
            "제조사의 호환성 표를 확인하고 한쪽을 업그레이드하십시오."
        );
}

public sealed record PeerGone : Problem
{
    protected override Words Words =>
        new("This peer has been deleted in the meantime.", "그동안 이 피어가 삭제되었습니다.");

    protected override Words? Remedy =>
        new("Go back to the list of peers.", "피어 목록으로 돌아가십시오.");
}

public sealed record PeerClaimsNode(NodeName Node, string Owner) : Problem
{
    protected override Words Words =>
        new(
            $"The cluster at this address reports {Node} as its node, but it belongs to "
                + $"{Owner}.",
            $"이 주소의 클러스터가 {Owner}의 노드인 {Node}을(를) 자신의 노드라고 알립니다."
        );

    protected override Words? Remedy =>
        new(
            "A node belongs to one cluster. Compare System > Presence Topology of "
                + "both; if the node moved, synchronize the peer that it left.",
            "노드는 한 클러스터에만 속합니다. 두 클러스터의 시스템 > 프레즌스 "
                + "토폴로지를 비교하십시오. 노드가 이동했으면 떠난 쪽 피어를 먼저 "
                + "동기화하십시오."
        );
}

public sealed record EntryRemovedThere : Problem
{
    protected override Words Words =>
        new(
            "The peer reports that it no longer has an entry for this cluster.",
            "상대 클러스터에 이 클러스터에 대한 항목이 더 이상 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "It is not down: add this cluster again on the other side, or delete this "
                + "entry, too.",
            "장애가 아닙니다. 상대 쪽에 다시 추가하거나 이 항목도 삭제하십시오."
        );
}
