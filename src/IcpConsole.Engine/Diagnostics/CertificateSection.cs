using System.Security.Cryptography;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.Tls;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>
/// Section Certificates: the cluster's own, and what was uploaded to its trust stores.
/// </summary>
internal sealed class CertificateSection(
    ClusterContext cluster,
    HostedCertificates certificates
) : ICheckSection
{
    public CheckSection Section => CheckSection.Certificates;

    public IEnumerable<Task> Begin(CheckRun run) =>
        [
            .. cluster
                .Topology.Nodes.OrderBy(n => n.Role)
                .SelectMany(node =>
                    new[]
                    {
                        run.CheckAsync("IdentitiesValid", node.Name.Value, token =>
                            IdentitiesAsync(node.Name, token)
                        ),
                        run.CheckAsync("IdentityPresented", node.Name.Value, token =>
                            PresentedAsync(node.Name, token)
                        ),
                        run.CheckAsync("IdentityNames", node.Name.Value, token =>
                            NamesAsync(node.Name, token)
                        ),
                    }
                ),
            run.CheckAsync("TrustValid", null, TrustAsync),
        ];

    private DateTimeOffset Now => cluster.Time.GetUtcNow();

    private async Task<CheckResult> IdentitiesAsync(
        NodeName node,
        CancellationToken cancellationToken
    )
    {
        var own = (await certificates.ListAsync(cancellationToken))
            .Identities.Where(i => i.Node == node && i.Certificate is not null)
            .OrderBy(i => i.Certificate!.NotAfter)
            .ToList();
        return own.Count < CertificateServices.All.Count
            ? CheckResult.Information(new IdentitiesNotMade())
            : own.Select(i =>
                    Judge(
                        i.Certificate!,
                        i.Service,
                        new Fix(cluster.Id, FixPlace.Certificate, $"{i.Service}.{node}")
                    )
                )
                .OfType<CheckResult>()
                .MinBy(r => r.Outcome != CheckOutcome.Failed)
                ?? CheckResult.Saw(
                    new SawValidUntil(own[0].Service, own[0].Certificate!.NotAfter)
                );
    }

    /// <summary>
    /// What was uploaded and vouches for every peer; what is kept for a peer has its row there.
    /// </summary>
    private async Task<CheckResult> TrustAsync(CancellationToken cancellationToken)
    {
        var uploaded = (await certificates.ListAsync(cancellationToken))
            .Trusted.Where(t => t.PeerAddress is null)
            .ToList();
        if (uploaded.Find(t => t.Certificate is null) is { } corrupted)
            return CheckResult.Failed(new TrustCorrupted(corrupted.Store), FixOf(corrupted));
        return uploaded
            .OrderBy(t => t.Certificate!.NotAfter)
            .Select(t => Judge(t.Certificate!, t.Store, FixOf(t)))
            .OfType<CheckResult>()
            .MinBy(r => r.Outcome != CheckOutcome.Failed)
            ?? CheckResult.Saw(new SawTrustUploaded(uploaded.Count));

        Fix FixOf(TrustedEntry entry) =>
            new(cluster.Id, FixPlace.Certificate, $"{entry.Store}.{entry.Id}");
    }

    private CheckResult? Judge(CertificateSummary certificate, string where, Fix fix)
    {
        var days = cluster.Parameters.Number(
            cluster.Topology.Publisher.Name,
            ParameterCatalogue.NotificationStart
        );
        return certificate.NotAfter < Now
                ? CheckResult.Failed(
                    new TestCertificateExpired(
                        where,
                        certificate.Subject,
                        certificate.NotAfter
                    ),
                    fix
                )
            : certificate.NotBefore > Now
                ? CheckResult.Failed(
                    new TestCertificateNotYetValid(
                        where,
                        certificate.Subject,
                        certificate.NotBefore
                    ),
                    fix
                )
            : certificate.NotAfter < Now.AddDays(days)
                ? CheckResult.Warning(
                    new TestCertificateEnds(where, certificate.Subject, certificate.NotAfter),
                    fix
                )
            : certificate.IsForServersAlone
                ? CheckResult.Warning(new CertificateForServersAlone(where), fix)
            : null;
    }

    /// <summary>
    /// Peers ask for nothing while one of these names does not resolve for them (the guide,
    /// limitations: Intercluster Sync Agent and DNS), which it hardly does if not even here.
    /// </summary>
    private async Task<CheckResult> NamesAsync(
        NodeName node,
        CancellationToken cancellationToken
    )
    {
        if (
            await certificates.FindAsync(node, CertificateServices.Tomcat, cancellationToken)
            is not { } kept
        )
            return CheckResult.Information(new IdentitiesNotMade());
        var lookups = await new NameRule(cluster, node).LookAsync(
            kept.Names,
            cluster.Topology.CertificateNames.ToList(),
            cancellationToken
        );
        var unresolved = lookups
            .Names.Where(n => n.Problem is not null)
            .Select(n => n.Name)
            .ToList();
        return unresolved.Count == 0
            ? CheckResult.Saw(new SawNamesResolve(lookups.Names.Count))
            : CheckResult.Warning(
                new OwnNamesUnresolved(string.Join(", ", unresolved)),
                new Fix(
                    cluster.Id,
                    FixPlace.Certificate,
                    $"{CertificateServices.Tomcat}.{node}"
                )
            );
    }

    /// <summary>The handshake on 8443 shows the certificate that is kept.</summary>
    private async Task<CheckResult> PresentedAsync(
        NodeName node,
        CancellationToken cancellationToken
    )
    {
        if (
            await certificates.FindAsync(node, CertificateServices.Tomcat, cancellationToken)
            is not { } kept
        )
            return CheckResult.Information(new IdentitiesNotMade());
        try
        {
            await using var connection = await Dialer.DialAsync(
                cluster,
                cluster.Topology.Publisher,
                node,
                AxlSchema.Port,
                resolved: null,
                cancellationToken
            );
            using var presented = await TlsProbe.ReadCertificateAsync(
                connection,
                node.Value,
                cancellationToken
            );
            return presented.GetCertHashString(HashAlgorithmName.SHA256) == kept.Sha256
                ? CheckResult.Saw(new SawPresented(kept.Fingerprint[..11]))
                : CheckResult.Failed(
                    new PresentsAnother(node),
                    ServiceCheck.FixOf(cluster.Id, node, ServiceCatalogue.Tomcat)
                );
        }
        catch (Exception e) when (PeerFailures.From(e, cluster) is not null)
        {
            // A node that does not answer has a row in section System.
            return CheckResult.Information(new NotTested());
        }
    }
}
