using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Peering;

/// <summary>
/// Certificate Status, certificate by certificate and, with TLS, connection by connection.
/// </summary>
public sealed partial class CertificateGroup
{
    private PeerCertificate? _copying;
    private PeerCertificate? _taken;

    [Parameter, EditorRequired]
    public PeerStatus Status { get; set; } = default!;

    [Parameter, EditorRequired]
    public ClusterSnapshot Cluster { get; set; } = default!;

    [Parameter, EditorRequired]
    public DateTimeOffset Now { get; set; }

    [Inject]
    private PageDoor Door { get; set; } = default!;

    private PeerDiagnosis Diagnosis => Status.Diagnosis;

    private List<(Mark Mark, string Name, RenderFragment Content)> Lines =>
        [
            .. Certificates.Select(c => (MarkOf(c), c.Service, Certificate(c))),
            .. Ways.Select(w => (MarkOf(w), PeerText.NameOf(w), Way(w))),
        ];

    private IReadOnlyList<PeerCertificate> Certificates =>
        Status.Certificates?.Certificates ?? [];

    private IEnumerable<TlsWay> Ways =>
        Diagnosis.In(Aspect.Security)
            is { FollowsFrom: not (Aspect.OtherSide or Aspect.Certificates) }
            ? Status.TlsWays
            : [];

    /// <summary>What only follows from something else, or was so once, is no X.</summary>
    private Mark MarkOf(PeerCertificate certificate) =>
        !Status.Knows(certificate) ? Mark.Unknown
        : certificate.Mark == Mark.Cross ? OnlyIfCross(Aspect.Certificates)
        : certificate.Mark;

    private Mark MarkOf(TlsWay way) =>
        way.Mark == Mark.Cross ? OnlyIfCross(Aspect.Security) : way.Mark;

    private Mark OnlyIfCross(Aspect aspect) =>
        Diagnosis.In(aspect)?.Mark == Mark.Cross ? Mark.Cross : Mark.Unknown;

    private async Task<IReadOnlyList<Problem>> CopyAsync(
        PeerCertificate certificate,
        byte[] file
    )
    {
        var copied = await Door.SendAsync(
            Cluster.Id,
            new CopyCertificate(Status.Peer.Id, certificate.Service, certificate.Node, file)
        );
        if (copied.Succeeded)
            _taken = certificate;
        return copied.Problems;
    }
}
