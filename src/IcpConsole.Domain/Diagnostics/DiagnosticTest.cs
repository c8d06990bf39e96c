using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Diagnostics;

/// <summary>Sections of the System Troubleshooter, in the order of its page.</summary>
public enum CheckSection
{
    System,
    SyncAgent,
    SipProxy,
    InterClustering,
    Topology,
    Xcp,
    User,
    Certificates,
}

/// <summary>The four outcomes of the System Troubleshooter's key.</summary>
public enum CheckOutcome
{
    Passed,
    Failed,

    /// <summary>Indicates a possible configuration issue.</summary>
    Warning,

    /// <summary>Information only.</summary>
    Information,
}

/// <summary>A page, and a field or row of it, where a problem is solved.</summary>
/// <param name="Cluster">Whose page.</param>
/// <param name="Place">Which page.</param>
/// <param name="Key">What it is about there: a node, a peer's number, a service; null for the page
/// as it is.</param>
/// <param name="Field">The field or row; null for none.</param>
public sealed record Fix(
    ClusterId Cluster,
    FixPlace Place,
    string? Key = null,
    string? Field = null
)
{
    /// <summary>
    /// A node that the cluster has to have, where a peer says itself which cluster it is; null where
    /// nothing has to be proven.
    /// </summary>
    public NodeName? Of { get; init; }
}

public enum FixPlace
{
    /// <summary>Presence &gt; Inter-Clustering.</summary>
    Peers,

    /// <summary>Presence &gt; Inter-Clustering &gt; a peer; the key is its number.</summary>
    Peer,

    /// <summary>Presence &gt; Inter-Clustering &gt; Add New; the key is the address.</summary>
    NewPeer,

    /// <summary>Control Center; the key is the node, the field the service.</summary>
    Service,

    /// <summary>
    /// System &gt; Service Parameters; the key is the service, the field the parameter.
    /// </summary>
    Parameter,

    /// <summary>System &gt; Presence Topology; the key is a node.</summary>
    Topology,

    /// <summary>System &gt; Clusters &gt; the cluster; the field is one of its form.</summary>
    Cluster,

    /// <summary>Application &gt; End Users.</summary>
    EndUsers,

    /// <summary>Diagnostics &gt; System Troubleshooter.</summary>
    SystemTroubleshooter,

    /// <summary>Diagnostics &gt; User Troubleshooter; the key is the check.</summary>
    UserTroubleshooter,

    /// <summary>Security &gt; Certificate Management; the key is a row.</summary>
    Certificate,

    /// <summary>Serviceability &gt; Alarms.</summary>
    Alarms,

    /// <summary>The restarts that are owed.</summary>
    RestartPlan,
}

/// <summary>A row of the System Troubleshooter.</summary>
/// <param name="Section">Where it stands.</param>
/// <param name="Test">What is tested, a code.</param>
/// <param name="Subject">What it is tested on, a node or a peer, say; null for the cluster.</param>
/// <param name="Outcome">Null while the test runs.</param>
public sealed record CheckRow(
    CheckSection Section,
    string Test,
    string? Subject,
    CheckOutcome? Outcome
)
{
    /// <summary>
    /// What was found; its words and its solution come with the code. Null where the test passed.
    /// </summary>
    public Problem? Problem { get; init; }

    /// <summary>
    /// What was seen, for whoever wants to know more; null for nothing.
    /// </summary>
    public Evidence? Detail { get; init; }

    /// <summary>Where the problem is solved; null where it is not solved on a page.</summary>
    public Fix? Fix { get; init; }

    /// <summary>
    /// What the other side says of the same, by its own tests; null where it was not asked, or said
    /// nothing.
    /// </summary>
    public CheckOutcome? OtherSide { get; init; }

    /// <summary>What the other side found.</summary>
    public Problem? OtherSideProblem { get; init; }

    /// <summary>When the test ended, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>One side fails what the other does not.</summary>
    public bool Disagrees =>
        OtherSide is { } other
        && Outcome is { } outcome
        && other == CheckOutcome.Failed != (outcome == CheckOutcome.Failed);
}
