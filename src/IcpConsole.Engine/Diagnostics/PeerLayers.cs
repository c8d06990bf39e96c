using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Clusters;
using IcpConsole.Engine.Peering;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>
/// The layers of the connection to a peer, a row for each: name, TCP, TLS, login, AXL. Above the
/// first that fails nothing is said, because what lies there only follows from it. Beside each
/// stands how far the other side came on its way here.
/// </summary>
internal sealed class PeerLayers(ClusterContext cluster, PeerEntry entry)
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

    public IEnumerable<(string Test, Finding Finding)> RowsFor(PeerContact contact)
    {
        foreach (var (test, layers) in s_rows)
        {
            var failure =
                contact.Test.Failure is { } failed && layers.Contains(failed.Layer)
                    ? failed
                    : null;
            var finding =
                failure is not null
                    ? Finding.Failed(
                        (
                            entry.Status with
                            {
                                RouterCertificate = contact.RouterCertificate,
                            }
                        ).Explain(failure),
                        FixOf(failure)
                    )
                : test == First && contact.Names.Slowest is { } slow
                    ? Finding.Warning(
                        new DnsSlow(slow.Name.Value, $"{slow.Longest.TotalSeconds:0.0}")
                    )
                : Saw(test, contact);
            yield return (test, OtherSide(finding, contact.View, layers));
            if (failure is not null)
                yield break;
        }
    }

    private static Finding Saw(string test, PeerContact contact) =>
        test switch
        {
            "PeerName" => Finding.Saw(
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
            "PeerPort" => Finding.Saw(new SawConnected(Milliseconds(contact.Test.Tcp))),
            "PeerTls" => Finding.Saw(
                new SawSecured(contact.Test.TlsVersion ?? "", Milliseconds(contact.Test.Tls))
            ),
            "PeerAxl" => Finding.Saw(new SawAnswered(Milliseconds(contact.Test.Query))),
            _ => Finding.Passed,
        };

    private static Finding OtherSide(Finding finding, PeerView? view, PassLayer[] layers) =>
        view switch
        {
            null or { Reachable: Mark.Unknown } => finding,
            { Reachable: Mark.Cross, Layer: { } layer } when layers.Contains(layer) =>
                finding with
                {
                    OtherSide = TestOutcome.Failed,
                    OtherSideProblem = view.Problem,
                },
            { Reachable: Mark.Cross, Layer: { } layer } when layers[0] > layer => finding,
            { Reachable: Mark.Cross, Layer: null } => finding,
            _ => finding with { OtherSide = TestOutcome.Passed },
        };

    private Fix? FixOf(PeerFailure failure) =>
        failure switch
        {
            { Layer: PassLayer.Certificate } => new Fix(
                cluster.Id,
                FixPlace.Peer,
                $"{entry.Peer.Id}"
            ),
            { Layer: PassLayer.Login } => new Fix(
                cluster.Id,
                FixPlace.Peer,
                $"{entry.Peer.Id}",
                failure.Problem is AxlRoleMissing
                    ? nameof(PeerForm.AxlUsername)
                    : nameof(PeerForm.AxlPassword)
            ),
            { Problem: SanNameUnresolved } => entry.Status.RemoteId is { } owner
                ? new Fix(
                    owner,
                    FixPlace.Certificate,
                    $"{CertificateServices.Tomcat}.{entry.Peer.Address}"
                )
                : null,
            { Layer: PassLayer.Name } => new Fix(
                cluster.Id,
                FixPlace.Peer,
                $"{entry.Peer.Id}",
                nameof(PeerForm.Address)
            ),
            _ when entry.Status.RemoteId is { } remote => ServiceTest.FixOf(
                remote,
                entry.Peer.Address,
                failure.Layer == PassLayer.Tcp
                    ? ServiceCatalogue.Tomcat
                    : ServiceCatalogue.AxlWebService
            ),
            _ => null,
        };

    private static string Milliseconds(TimeSpan? time) =>
        $"{time?.TotalMilliseconds ?? 0:0.#}";
}
