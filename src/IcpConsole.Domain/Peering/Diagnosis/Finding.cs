using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;

namespace IcpConsole.Domain.Peering;

/// <summary>What a peering is looked at for, the lowest layer first.</summary>
public enum Aspect
{
    /// <summary>The connectivity test.</summary>
    Connectivity,

    /// <summary>The names that have to resolve first.</summary>
    Names,

    /// <summary>The passes of the Intercluster Sync Agent.</summary>
    Sync,
    Users,

    /// <summary>The exchange of certificates (the guide, step 7).</summary>
    Certificates,

    /// <summary>Whether the peer has an entry for this cluster.</summary>
    OtherSide,

    /// <summary>Whether connections come about with the protocol of both entries.</summary>
    Security,
    Links,
    Routing,

    /// <summary>AXL on the peer's nodes.</summary>
    Nodes,
    Sip,

    /// <summary>Cisco Intercluster Sync Agent on the peer's nodes.</summary>
    Agents,

    /// <summary>Enterprise groups that both clusters have.</summary>
    Groups,
}

/// <summary>What brought a fact to light.</summary>
public enum FactSource
{
    ConnectivityTest,
    NameLookup,
    Pass,
    PortLook,
    RouterLink,
}

/// <summary>Who saw a fact.</summary>
public enum Vantage
{
    Here,

    /// <summary>The other side, as it says.</summary>
    There,
}

/// <summary>What a finding rests on.</summary>
/// <param name="At">When it was seen, UTC; null where nobody has looked yet.</param>
/// <param name="Source">By what.</param>
/// <param name="Vantage">By whom.</param>
public sealed record Fact(
    DateTimeOffset? At,
    FactSource Source,
    Vantage Vantage = Vantage.Here
);

/// <summary>What the state of a peer comes to in one aspect.</summary>
/// <param name="Aspect">In which.</param>
/// <param name="Mark">Unknown where nobody has looked yet, or where it only follows from something
/// else.</param>
/// <param name="Headline">In a few words.</param>
/// <param name="Fact">What it rests on.</param>
public sealed record Finding(Aspect Aspect, Mark Mark, Headline Headline, Fact Fact)
{
    /// <summary>
    /// What is wrong, or still to be done, and what to do about it; null where the headline says
    /// it all, or the finding follows from another.
    /// </summary>
    public Problem? Problem { get; init; }

    /// <summary>
    /// What the other side fails with, as it says; null where it does not fail, or does not say.
    /// </summary>
    public Problem? Theirs { get; init; }

    /// <summary>The peer's node of which the problem tells; null where it is not one node's.</summary>
    public NodeName? Node { get; init; }

    /// <summary>Where that is done; null where it is not done on a page.</summary>
    public Fix? Fix { get; init; }

    /// <summary>The aspect whose finding is the reason of this one; null for a cause.</summary>
    public Aspect? FollowsFrom { get; init; }

    /// <summary>It has no reason but itself.</summary>
    public bool IsCause => FollowsFrom is null;
}
