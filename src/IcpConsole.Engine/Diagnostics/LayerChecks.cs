using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Peering.Sync;
using IcpConsole.Engine.Peering.Wire;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>
/// The layers of the connection to a peer, a row for each: name, TCP, TLS, login, AXL. Above the
/// first that fails nothing is said, because what lies there only follows from it. Beside each
/// stands how far the other side came on its way here.
/// </summary>
internal sealed class LayerChecks(Session session)
{
    private static readonly (string Test, PassLayer[] Layers)[] s_rows =
    [
        ("PeerName", [PassLayer.Name]),
        ("PeerPort", [PassLayer.Tcp]),
        ("PeerTls", [PassLayer.Tls, PassLayer.Certificate]),
        ("PeerLogin", [PassLayer.Login]),
        ("PeerAxl", [PassLayer.Query, PassLayer.Apply]),
    ];

    public static string First => s_rows[0].Test;

    public IEnumerable<(string Test, CheckResult Result)> RowsFor(PeerContact contact)
    {
        var status = session.Status.Now.With(contact.Test) with
        {
            RouterCertificate = contact.RouterCertificate,
        };
        var failed = status.Diagnosis.In(Aspect.Connectivity)!;
        foreach (var (test, layers) in s_rows)
        {
            var failure =
                contact.Test.Failure is { } first && layers.Contains(first.Layer)
                    ? first
                    : null;
            var result =
                failure is not null ? CheckResult.Failed(failed.Problem!, failed.Fix)
                : test == First && contact.Names.Slowest is { } slow
                    ? CheckResult.Warning(
                        new DnsSlow(slow.Name.Value, $"{slow.Longest.TotalSeconds:0.0}")
                    )
                : Saw(test, contact);
            yield return (test, OtherSide(result, contact.View, layers));
            if (failure is not null)
                yield break;
        }
    }

    private static CheckResult Saw(string test, PeerContact contact) =>
        test switch
        {
            "PeerName" => CheckResult.Saw(
                new SawResolved(
                    contact.Names.Names.Count,
                    Milliseconds(contact.Names.Names.Max(n => n.Longest)),
                    string.Join(
                        ", ",
                        contact
                            .Names.Names.Where(n => n.ReverseName is not null)
                            .Select(n => $"{n.Name} → {n.Addresses[0]} → {n.ReverseName}")
                    )
                )
            ),
            "PeerPort" => CheckResult.Saw(new SawConnected(Milliseconds(contact.Test.Tcp))),
            "PeerTls" => CheckResult.Saw(
                new SawSecured(contact.Test.TlsVersion ?? "", Milliseconds(contact.Test.Tls))
            ),
            "PeerAxl" => CheckResult.Saw(new SawAnswered(Milliseconds(contact.Test.Query))),
            _ => CheckResult.Passed,
        };

    private static CheckResult OtherSide(
        CheckResult result,
        PeerView? view,
        PassLayer[] layers
    ) =>
        view switch
        {
            null or { Reachable: Mark.Unknown } => result,
            { Reachable: Mark.Cross, Layer: { } layer } when layers.Contains(layer) =>
                result with
                {
                    OtherSide = CheckOutcome.Failed,
                    OtherSideProblem = view.Problem,
                },
            { Reachable: Mark.Cross, Layer: { } layer } when layers[0] > layer => result,
            { Reachable: Mark.Cross, Layer: null } => result,
            _ => result with { OtherSide = CheckOutcome.Passed },
        };

    private static string Milliseconds(TimeSpan? time) =>
        $"{time?.TotalMilliseconds ?? 0:0.#}";
}
