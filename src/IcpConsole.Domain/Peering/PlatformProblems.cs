using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

/// <summary>
/// Why a cluster has no peers, where that lies in what it runs on (the guide, prerequisites and
/// limitations).
/// </summary>
public static class PlatformProblems
{
    /// <summary>Of the cluster that has the entry; null where it may have peers.</summary>
    public static Problem? ProblemHere(this Platform platform) =>
        platform switch
        {
            Platform.SmallerOva => new SmallerOvaHere(),
            Platform.BusinessEdition6000 => new BusinessEdition6000Here(),
            _ => null,
        };

    /// <summary>Of the cluster that the entry is for; null where it may be a peer.</summary>
    public static Problem? ProblemThere(this Platform platform) =>
        platform switch
        {
            Platform.SmallerOva => new SmallerOvaThere(),
            Platform.BusinessEdition6000 => new BusinessEdition6000There(),
            _ => null,
        };

    /// <summary>
    /// Why a cluster cannot have another for a peer, by what the two run on; null where it can.
    /// </summary>
    /// <param name="cluster">That would have the entry.</param>
    /// <param name="peer">Null where it is not known.</param>
    public static Problem? WhyNoPeer(
        this ClusterSnapshot cluster,
        ClusterSnapshot? peer = null
    ) => cluster.Traits.Platform.ProblemHere() ?? peer?.Traits.Platform.ProblemThere();

    public static bool IsOfPlatformHere(this Problem? problem) =>
        problem is SmallerOvaHere or BusinessEdition6000Here or PlatformHere;

    public static bool IsOfPlatformThere(this Problem? problem) =>
        problem is SmallerOvaThere or BusinessEdition6000There or PlatformThere;
}

public sealed record SmallerOvaHere : Problem
{
    protected override Words Words =>
        new(
            "This cluster runs on an OVA for fewer than 15,000 users: intercluster peers "
                + "need at least the 15,000-user OVA.",
            "이 클러스터는 15,000 사용자보다 작은 OVA에서 실행됩니다. 인터클러스터 피어를 "
                + "사용하려면 최소 15,000 사용자 OVA가 필요합니다."
        );

    protected override Words? Remedy =>
        new(
            "Deploy at least the 15,000-user OVA, and set it under System > Clusters. The "
                + "OVA sizes of the clusters may differ.",
            "최소 15,000 사용자 OVA를 구축하고 시스템 > 클러스터에서 설정하십시오. "
                + "클러스터마다 OVA 크기가 달라도 됩니다."
        );
}

public sealed record SmallerOvaThere : Problem
{
    protected override Words Words =>
        new(
            "The remote cluster runs on an OVA for fewer than 15,000 users: intercluster "
                + "peers need at least the 15,000-user OVA.",
            "원격 클러스터는 15,000 사용자보다 작은 OVA에서 실행됩니다. 인터클러스터 피어를 "
                + "사용하려면 최소 15,000 사용자 OVA가 필요합니다."
        );

    protected override Words? Remedy =>
        new(
            "Deploy at least the 15,000-user OVA on the other side. The OVA sizes of the "
                + "clusters may differ.",
            "상대 쪽에 최소 15,000 사용자 OVA를 구축하십시오. 클러스터마다 OVA 크기가 "
                + "달라도 됩니다."
        );
}

public sealed record BusinessEdition6000Here : Problem
{
    protected override Words Words =>
        new(
            "This cluster runs on Cisco Business Edition 6000, where intercluster peers are "
                + "not supported.",
            "이 클러스터는 Cisco Business Edition 6000에서 실행됩니다. 이 플랫폼에서는 "
                + "인터클러스터 피어가 지원되지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Move the cluster to another platform with at least the 15,000-user OVA, and "
                + "set it under System > Clusters.",
            "클러스터를 최소 15,000 사용자 OVA를 사용하는 다른 플랫폼으로 이동하고 시스템 > "
                + "클러스터에서 설정하십시오."
        );
}

public sealed record BusinessEdition6000There : Problem
{
    protected override Words Words =>
        new(
            "The remote cluster runs on Cisco Business Edition 6000, where intercluster peers "
                + "are not supported.",
            "원격 클러스터는 Cisco Business Edition 6000에서 실행됩니다. 이 플랫폼에서는 "
                + "인터클러스터 피어가 지원되지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Delete the entry, or move that cluster to another platform with at least the "
                + "15,000-user OVA.",
            "항목을 삭제하거나 해당 클러스터를 최소 15,000 사용자 OVA를 사용하는 다른 "
                + "플랫폼으로 이동하십시오."
        );
}
