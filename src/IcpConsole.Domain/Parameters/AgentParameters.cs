using System.Globalization;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Parameters;

/// <summary>
/// General Inter Cluster Sync Agent Parameters, as the publisher's node has them: it runs the
/// passes.
/// </summary>
/// <param name="AutoRecovery">The agent restarts by itself when passes hang or keep failing;
/// otherwise it only raises the alarm.</param>
/// <param name="Interval">Between periodic passes over a peer.</param>
/// <param name="SyncCertificates">Periodic passes take certificates, too.</param>
public sealed record AgentParameters(
    bool AutoRecovery,
    TimeSpan Interval,
    bool SyncCertificates
)
{
    /// <summary>A pass that lasts so long counts as hung (the guide, step 8).</summary>
    public static readonly TimeSpan LongestPass = TimeSpan.FromHours(2);

    private const int IntervalsToFail = 4;

    /// <summary>Of a peer that was last synchronized longer ago, rows may be out of date.</summary>
    public TimeSpan Outdated => Interval * 1.5 > LongestPass ? Interval * 1.5 : LongestPass;

    /// <summary>
    /// Passes that fail for so long are more than a passing fault (the guide, step 9: 160 minutes
    /// for an interval of 40).
    /// </summary>
    public TimeSpan LongestFailure => Interval * IntervalsToFail;

    /// <summary>
    /// Syncs that wait longer than this for one another are short of resources (the guide,
    /// limitations).
    /// </summary>
    public TimeSpan LongWait => Interval / 10;

    /// <summary>As a cluster has them now.</summary>
    public static AgentParameters Of(ClusterSnapshot cluster) =>
        From(
            cluster.Parameters?.Of(
                cluster.Topology.Publisher.Name,
                ParameterCatalogue.InterclusterSyncAgent
            ) ?? new Dictionary<string, string>(StringComparer.Ordinal)
        );

    public static AgentParameters From(IReadOnlyDictionary<string, string> values)
    {
        string Value(ServiceParameter parameter) =>
            values.TryGetValue(parameter.Name, out var value) && parameter.Check(value) is null
                ? value
                : parameter.Default;
        return new AgentParameters(
            Value(ParameterCatalogue.AutoRecovery) == ParameterCatalogue.Enabled,
            TimeSpan.FromMinutes(
                int.Parse(Value(ParameterCatalogue.SyncInterval), CultureInfo.InvariantCulture)
            ),
            Value(ParameterCatalogue.CertificateSync) == ParameterCatalogue.Perform
        );
    }
}
