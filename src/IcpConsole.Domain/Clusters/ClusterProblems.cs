using System.Net;

namespace IcpConsole.Domain.Clusters;

public sealed record NodeAddressInUse(IPAddress Address, int Port) : Problem
{
    protected override Words Words =>
        new(
            $"Cannot listen on {Address}:{Port}: the address is in use or does not belong to "
                + "this machine.",
            $"{Address}:{Port}에서 수신 대기할 수 없습니다. 주소가 사용 중이거나 이 "
                + "컴퓨터의 주소가 아닙니다."
        );
}

public sealed record ClusterIdTaken(ClusterId Cluster) : Problem
{
    protected override Words Words =>
        new($"Cluster {Cluster} already exists.", $"{Cluster} 클러스터가 이미 있습니다.");
}

public sealed record NodeAddressOfCluster(IPAddress Address, ClusterId Cluster) : Problem
{
    protected override Words Words =>
        new(
            $"{Address} is already the address of a node of cluster {Cluster}.",
            $"{Address}은(는) 이미 {Cluster} 클러스터 노드의 주소입니다."
        );
}

public sealed record ClusterIdMalformed : Problem
{
    protected override Words Words =>
        new(
            "Use letters, digits, dots and hyphens, beginning and ending with a letter or "
                + "digit; no underscores; at most 50 characters.",
            "문자, 숫자, 점, 하이픈만 사용하고 문자나 숫자로 시작하고 끝나야 합니다. "
                + "밑줄은 사용할 수 없으며 최대 50자입니다."
        );
}

public sealed record ClusterIdStays : Problem
{
    protected override Words Words =>
        new(
            "The Cluster ID of an existing cluster cannot be changed.",
            "이미 있는 클러스터의 클러스터 ID는 변경할 수 없습니다."
        );
}

public sealed record ClusterDomainMalformed : Problem
{
    protected override Words Words =>
        new(
            "Enter a domain name such as example.com.",
            "example.com과 같은 도메인 이름을 입력하십시오."
        );
}

public sealed record ClusterDomainMistaken(NodeNameMistake Mistake) : Problem
{
    protected override Words Words => new(Mistake.English(), Mistake.Korean());
}

public sealed record ClusterChangedMeanwhile : Problem
{
    protected override Words Words =>
        new(
            "Someone else saved this cluster since you opened it. Reload the page to "
                + "see their values; yours were not saved.",
            "이 페이지를 연 이후 다른 사람이 이 클러스터를 저장했습니다. 페이지를 "
                + "새로 고쳐 변경된 값을 확인하십시오. 입력한 값은 저장되지 않았습니다."
        );
}

public sealed record ClusterGone : Problem
{
    protected override Words Words =>
        new(
            "This cluster has been removed in the meantime.",
            "그동안 이 클러스터가 삭제되었습니다."
        );
}

public sealed record NodeNameMalformed(NodeNameMistake Mistake) : Problem
{
    protected override Words Words => new(Mistake.English(), Mistake.Korean());
}

public sealed record NodeNameTwice(NodeName Name) : Problem
{
    protected override Words Words =>
        new($"Another node is already named {Name}.", $"{Name}(이)라는 노드가 이미 있습니다.");
}

public sealed record NodeAddressMalformed : Problem
{
    protected override Words Words =>
        new(
            "Enter the IPv4 address at which this node listens.",
            "이 노드가 수신 대기하는 IPv4 주소를 입력하십시오."
        );
}

public sealed record NodeAddressTwice(IPAddress Address) : Problem
{
    protected override Words Words =>
        new(
            $"Another node already listens on {Address}.",
            $"다른 노드가 이미 {Address}에서 수신 대기합니다."
        );
}

public sealed record NodeGroupFull(int Nodes) : Problem
{
    protected override Words Words =>
        new(
            $"A redundancy group can have at most {Nodes} nodes.",
            $"이중화 그룹에는 최대 {Nodes}개의 노드가 있을 수 있습니다."
        );
}

public sealed record NodeCount(int Most) : Problem
{
    protected override Words Words =>
        new($"A cluster has 1 to {Most} nodes.", $"클러스터의 노드는 1~{Most}개입니다.");
}

public sealed record NodePublisherCount : Problem
{
    protected override Words Words =>
        new("Exactly one node must be the publisher.", "노드 하나만 게시자여야 합니다.");
}

public sealed record UnifiedCmNodeMalformed(string Typed, NodeNameMistake Mistake) : Problem
{
    protected override Words Words =>
        new($"“{Typed}”: {Mistake.English()}", $"“{Typed}”: {Mistake.Korean()}");
}

public sealed record UnifiedCmNodeIsNode(NodeName Node) : Problem
{
    protected override Words Words =>
        new(
            $"{Node} is an IM and Presence node of this cluster.",
            $"{Node}은(는) 이 클러스터의 IM and Presence 노드입니다."
        );
}

public sealed record UnifiedCmNodeCount(int Most) : Problem
{
    protected override Words Words =>
        new($"At most {Most} Unified CM nodes.", $"Unified CM 노드는 최대 {Most}개입니다.");
}

public sealed record ClusterIdEmpty : Problem
{
    protected override Words Words =>
        new("Enter a Cluster ID.", "클러스터 ID를 입력하십시오.");
}

public sealed record NodeNameEmpty : Problem
{
    protected override Words Words => new("Enter the node name.", "노드 이름을 입력하십시오.");
}

public sealed record NodeGone(string Node) : Problem
{
    protected override Words Words =>
        new($"Node {Node} no longer exists.", $"{Node} 노드가 더 이상 없습니다.");
}

public sealed record NodeAddressDiffers(NodeName Name) : Problem
{
    protected override Words Words =>
        new(
            $"A node whose name is the address {Name} listens on that address: leave this "
                + "empty, or give the node another name.",
            $"이름이 주소 {Name}인 노드는 그 주소에서 수신 대기합니다. 비워 두거나 노드에 "
                + "다른 이름을 지정하십시오."
        );
}

public sealed record NodeNameOfCluster(NodeName Name, ClusterId Cluster) : Problem
{
    protected override Words Words =>
        new(
            $"{Name} is already the name of a node of cluster {Cluster}.",
            $"{Name}은(는) 이미 클러스터 {Cluster}의 노드 이름입니다."
        );
}

public sealed record ClusterFileThere(string File) : Problem
{
    protected override Words Words =>
        new(
            $"The data directory already has a file {File} of a cluster that is not listed. "
                + "Move it elsewhere first.",
            $"데이터 디렉터리에 목록에 없는 클러스터의 파일 {File}이(가) 이미 "
                + "있습니다. 먼저 다른 곳으로 옮기십시오."
        );
}
