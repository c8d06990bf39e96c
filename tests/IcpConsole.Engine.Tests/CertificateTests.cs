using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Diagnostics;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// Certificate Management: what is made, requested, uploaded and trusted, and what peers see of it.
/// </summary>
public sealed class CertificateTests
{
    private static readonly KeySpec s_key = KeySpec.Default(KeyType.Ecdsa);

    [Fact]
    public async Task A_regenerated_certificate_is_presented_and_told_of_when_its_service_restarts_and_not_before()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, publisher) = (clusters.Seoul, clusters.Seoul.Topology.Publisher.Name);
        var peer = await TwoClusters.AddPeerAsync(clusters.Singapore, seoul);
        var since = (
            await TwoClusters.StatusAsync(clusters.Singapore, peer, TwoClusters.InStep)
        )
            .Links.Select(l => l.Since)
            .ToList();
        var old = await seoul.Certificates!.FindAsync(
            publisher,
            "tomcat",
            CancellationToken.None
        );

        Assert.Null(
            await seoul.Certificates.GenerateAsync(
                publisher,
                "tomcat",
                new KeySpec(KeyType.Ecdsa, 384),
                CancellationToken.None
            )
        );
        var entry = (
            await seoul.Certificates.ListAsync(CancellationToken.None)
        ).Identities.Single(i => i.Node == publisher && i.Service == "tomcat");
        Assert.Equal((old!.Sha256, "ECDSA 384"), (entry.Certificate!.Sha256, entry.Next!.Key));
        Assert.Equal(
            (publisher, ServiceCatalogue.Tomcat, "CertificateRestart"),
            seoul
                .Services!.PendingRestarts.Select(n => (n.Node, n.Service, n.Reason.Code))
                .Single()
        );
        Assert.Null(
            (
                await clusters.Singapore.Peering!.ForceSyncAsync(
                    peer,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!.Failure
        );
        await TwoClusters.StatusAsync(clusters.Singapore, peer, s => TwoClusters.InStep(s));

        Assert.Null(
            await seoul.Services.RestartTomcatAsync(publisher, CancellationToken.None)
        );
        Assert.Empty(seoul.Services.PendingRestarts);
        Assert.Equal(
            entry.Next.Sha256,
            (
                await seoul.Certificates.FindAsync(publisher, "tomcat", CancellationToken.None)
            )!.Sha256
        );
        var failure = (
            await clusters.Singapore.Peering.ForceSyncAsync(
                peer,
                ForcedSync.Plain,
                CancellationToken.None
            )
        )!.Failure;
        Assert.Equal(
            ("CertificateChanged", entry.Next.Sha256),
            (failure!.Problem.Code, failure.Presented!.Sha256)
        );
        Assert.Null(
            (
                await clusters.Singapore.Peering.ForceSyncAsync(
                    peer,
                    new ForcedSync(true, failure.Presented, []),
                    CancellationToken.None
                )
            )!.Failure
        );
        // The routers' links go by another certificate, and lost no beat.
        Assert.Equal(since, clusters.Singapore.Peers.Find(peer)!.Links.Select(l => l.Since));
    }

    [Fact]
    public async Task A_request_is_answered_by_a_certificate_whose_whole_chain_is_in_trust_and_the_missing_issuer_is_named()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (certificates, node) = (
            clusters.Seoul.Certificates!,
            clusters.Seoul.Topology.Publisher.Name
        );
        using var root = TestAuthority.Root("Lab Root");
        using var below = root.Below("Lab Issuing");
        Assert.Equal(
            "UploadNoRequest",
            (
                await certificates.UploadAsync(
                    node,
                    "tomcat",
                    root.File,
                    CancellationToken.None
                )
            )!.Code
        );
        var request = await RequestAsync(certificates, node);
        using var leaf = below.Sign(request);
        var refused = await certificates.UploadAsync(
            node,
            "tomcat",
            leaf.RawData,
            CancellationToken.None
        );
        Assert.Equal("CN=Lab Issuing", Assert.IsType<UploadIssuerMissing>(refused).Issuer);
        Assert.Equal(
            1,
            (await certificates.TrustAsync("tomcat", below.File, CancellationToken.None)).Value
        );
        Assert.Equal(
            "CN=Lab Root",
            Assert
                .IsType<UploadIssuerMissing>(
                    await certificates.UploadAsync(
                        node,
                        "tomcat",
                        leaf.RawData,
                        CancellationToken.None
                    )
                )
                .Issuer
        );
        Assert.Equal(
            1,
            (
                await certificates.TrustAsync(
                    "tomcat",
                    Encoding.ASCII.GetBytes(root.Pem + "\n" + below.Pem),
                    CancellationToken.None
                )
            ).Value
        );
        Assert.Equal(
            "UploadTrustedAlready",
            Assert
                .Single(
                    (
                        await certificates.TrustAsync(
                            "tomcat",
                            root.File,
                            CancellationToken.None
                        )
                    ).Problems
                )
                .Code
        );

        Assert.Null(
            await certificates.UploadAsync(
                node,
                "tomcat",
                leaf.RawData,
                CancellationToken.None
            )
        );
        Assert.Null(
            await clusters.Seoul.Services!.RestartTomcatAsync(node, CancellationToken.None)
        );
        var entry = await IdentityAsync(certificates, node);
        Assert.Equal(
            ("CN=Lab Issuing", null, null),
            (entry.Certificate!.Issuer, entry.Next, entry.Request)
        );
        var contact = await clusters.Singapore.Peering!.ProbeAsync(
            null,
            TwoClusters.FormFor(clusters.Seoul),
            CancellationToken.None
        );
        Assert.Equal(entry.Certificate.Sha256, contact.Value!.Certificate!.Sha256);
    }

    [Fact]
    public async Task What_is_wrong_with_an_uploaded_certificate_is_said_and_the_request_stays()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (certificates, node) = (
            clusters.Seoul.Certificates!,
            clusters.Seoul.Topology.Publisher.Name
        );
        using var root = TestAuthority.Root("Lab Root");
        await certificates.TrustAsync("tomcat", root.File, CancellationToken.None);
        var request = await RequestAsync(certificates, node);
        using var weak = RSA.Create(1024);
        var named = new CertificateRequest(
            $"CN={node}",
            weak,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        Assert.Equal(
            "UploadExpired",
            await RefusalAsync(root.Sign(request, fromDays: -20, toDays: -1))
        );
        Assert.Equal("UploadNotYetValid", await RefusalAsync(root.Sign(request, fromDays: 1)));
        Assert.Equal(
            "UploadWeakSignature",
            await RefusalAsync(await root.SignWithSha1Async(request))
        );
        Assert.Equal("UploadOtherKey", await RefusalAsync(root.Issue(node.Value)));
        Assert.Equal(
            "UploadOtherKey",
            await RefusalAsync(
                named.Create(
                    root.Certificate.SubjectName,
                    X509SignatureGenerator.CreateForECDsa(
                        root.Certificate.GetECDsaPrivateKey()!
                    ),
                    TimeProvider.System.GetUtcNow().AddDays(-1),
                    TimeProvider.System.GetUtcNow().AddDays(1),
                    [1, 2, 3]
                )
            )
        );
        var stripped = CertificateRequest.LoadSigningRequestPem(
            request,
            HashAlgorithmName.SHA256
        );
        Assert.Equal(
            "UploadNamesMissing",
            await RefusalAsync(
                stripped.Create(
                    root.Certificate,
                    TimeProvider.System.GetUtcNow().AddDays(-1),
                    TimeProvider.System.GetUtcNow().AddDays(1),
                    [1, 2, 4]
                )
            )
        );
        Assert.Equal(
            "UploadWeakKey",
            Assert
                .Single(
                    (
                        await certificates.TrustAsync(
                            "tomcat",
                            named
                                .CreateSelfSigned(
                                    TimeProvider.System.GetUtcNow().AddDays(-1),
                                    TimeProvider.System.GetUtcNow().AddDays(1)
                                )
                                .RawData,
                            CancellationToken.None
                        )
                    ).Problems
                )
                .Code
        );
        Assert.Equal(
            "UploadWrongUse",
            await RefusalAsync(root.SignFor(request, "1.3.6.1.5.5.7.3.4"))
        );
        // A leaf in the trust store is not its own issuer, and is not taken there in the first
        // place.
        using var other = TestAuthority.Root("Other Root");
        using var orphan = other.Sign(request);
        Assert.Equal(
            "UploadAnswersRequest",
            Assert
                .Single(
                    (
                        await certificates.TrustAsync(
                            "tomcat",
                            orphan.RawData,
                            CancellationToken.None
                        )
                    ).Problems
                )
                .Code
        );
        await clusters.ExecuteAsync(
            clusters.Seoul,
            $"INSERT INTO Trust (Store, Pem, IsTold) VALUES ('tomcat-trust', '{orphan.ExportCertificatePem()}', 0)"
        );
        Assert.Equal(
            "UploadIssuerMissing",
            (
                await certificates.UploadAsync(
                    node,
                    "tomcat",
                    orphan.RawData,
                    CancellationToken.None
                )
            )!.Code
        );
        Assert.Equal(request, (await IdentityAsync(certificates, node)).Request!.Pem);
        Assert.Null((await IdentityAsync(certificates, node)).Next);

        async Task<string> RefusalAsync(X509Certificate2 certificate)
        {
            using (certificate)
                return (
                    await certificates.UploadAsync(
                        node,
                        "tomcat",
                        certificate.RawData,
                        CancellationToken.None
                    )
                )!.Code;
        }
    }

    [Fact]
    public async Task A_certificate_for_servers_alone_is_taken_and_warned_of_and_one_for_clients_too_is_good()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var oslo = await clusters.CreateAsync("oslo", clusters.Network.Address(4, 1));
        var node = oslo.Topology.Publisher.Name;
        using var root = TestAuthority.Root("Lab Root");
        await oslo.Certificates!.TrustAsync("tomcat", root.File, CancellationToken.None);
        await IssueAsync(oslo, node, r => root.SignFor(r, "1.3.6.1.5.5.7.3.1"));
        Assert.True(
            (await IdentityAsync(oslo.Certificates, node)).Certificate!.IsForServersAlone
        );
        Assert.Equal(CheckOutcome.Warning, await CheckAsync());

        await IssueAsync(oslo, node, r =>
            root.SignFor(r, "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2")
        );
        Assert.Equal(CheckOutcome.Passed, await CheckAsync());

        // Certificates of other services may still be made.
        async Task<CheckOutcome?> CheckAsync() =>
            await Eventually.GetAsync(async () =>
            {
                await oslo.Diagnostics!.RunAsync(
                    new CheckSelection(CheckSection.Certificates),
                    CancellationToken.None
                );
                var row = oslo.Diagnostics.Rows.Single(r => r.Test == "IdentitiesValid");
                Assert.Equal(
                    row.Outcome == CheckOutcome.Warning,
                    row.Problem is CertificateForServersAlone
                );
                return row.Outcome == CheckOutcome.Information ? null : row.Outcome;
            });
    }

    [Fact]
    public async Task A_certificate_that_names_the_nodes_in_its_own_way_stays_in_use_after_the_restart()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var address = clusters.Network.Address(4, 1);
        var oslo = await clusters.CreateAsync(
            "oslo",
            address,
            unifiedCmNodes: ["cucm1.oslo.example", "cucm2.oslo.example"]
        );
        var node = oslo.Topology.Publisher.Name;
        using var root = TestAuthority.Root("Lab Root");
        await oslo.Certificates!.TrustAsync("tomcat", root.File, CancellationToken.None);
        using var leaf = root.Sign(await RequestAsync(oslo.Certificates, node), names =>
        {
            names.AddIpAddress(address);
            names.AddDnsName("*.Oslo.Example");
        });
        Assert.Null(
            await oslo.Certificates.UploadAsync(
                node,
                "tomcat",
                leaf.RawData,
                CancellationToken.None
            )
        );
        Assert.Null(await oslo.Services!.RestartTomcatAsync(node, CancellationToken.None));
        Assert.Equal(
            root.Subject,
            (await oslo.Certificates.FindAsync(node, "tomcat", CancellationToken.None))!.Issuer
        );
        Assert.Equal(
            root.Subject,
            (
                await clusters.Seoul.Peering!.ProbeAsync(
                    null,
                    TwoClusters.FormFor(oslo),
                    CancellationToken.None
                )
            )
                .Value!
                .Certificate!
                .Issuer
        );
    }

    [Fact]
    public async Task A_request_or_a_certificate_that_waits_is_discarded_with_its_key_and_owes_nothing_any_more()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (certificates, node) = (
            clusters.Seoul.Certificates!,
            clusters.Seoul.Topology.Publisher.Name
        );
        await RequestAsync(certificates, node);
        Assert.Null(
            await certificates.GenerateAsync(node, "tomcat", s_key, CancellationToken.None)
        );
        var used = (await IdentityAsync(certificates, node)).Certificate!.Sha256;
        Assert.Single(clusters.Seoul.Services!.PendingRestarts);
        Assert.Null(
            await certificates.DiscardAsync(
                node,
                "tomcat",
                isRequest: true,
                CancellationToken.None
            )
        );
        Assert.Equal(
            "DiscardNothing",
            (
                await certificates.DiscardAsync(
                    node,
                    "tomcat",
                    isRequest: true,
                    CancellationToken.None
                )
            )!.Code
        );
        Assert.Equal(
            (false, true),
            (await IdentityAsync(certificates, node)) is var one
                ? (one.Request is not null, one.Next is not null)
                : default
        );
        Assert.Null(
            await certificates.DiscardAsync(
                node,
                "tomcat",
                isRequest: false,
                CancellationToken.None
            )
        );
        Assert.Null((await IdentityAsync(certificates, node)).Next);
        Assert.Empty(clusters.Seoul.Services.PendingRestarts);
        Assert.Equal(
            0,
            await clusters.CountAsync(
                clusters.Seoul,
                "SELECT count(*) FROM PreparedIdentities"
            )
        );
        Assert.Null(
            await clusters.Seoul.Services.RestartTomcatAsync(node, CancellationToken.None)
        );
        Assert.Equal(used, (await IdentityAsync(certificates, node)).Certificate!.Sha256);
    }

    private static async Task<string> RequestAsync(
        HostedCertificates certificates,
        NodeName node
    )
    {
        Assert.Null(
            await certificates.RequestAsync(
                node,
                "tomcat",
                CsrSpec.Default("tomcat", s_key),
                CancellationToken.None
            )
        );
        return (await IdentityAsync(certificates, node)).Request!.Pem;
    }

    /// <summary>Requests, signs, uploads and puts in use.</summary>
    internal static Task<string> IssueAsync(
        HostedCluster cluster,
        NodeName node,
        TestAuthority authority
    ) => IssueAsync(cluster, node, request => authority.Sign(request));

    /// <inheritdoc cref="IssueAsync(HostedCluster, NodeName, TestAuthority)"/>
    internal static async Task<string> IssueAsync(
        HostedCluster cluster,
        NodeName node,
        Func<string, X509Certificate2> sign
    )
    {
        using var leaf = sign(await RequestAsync(cluster.Certificates!, node));
        Assert.Null(
            await cluster.Certificates!.UploadAsync(
                node,
                "tomcat",
                leaf.RawData,
                CancellationToken.None
            )
        );
        Assert.Null(await cluster.Services!.RestartTomcatAsync(node, CancellationToken.None));
        return leaf.GetCertHashString(HashAlgorithmName.SHA256);
    }

    private static async Task<IdentityEntry> IdentityAsync(
        HostedCertificates certificates,
        NodeName node
    ) =>
        (await certificates.ListAsync(CancellationToken.None)).Identities.Single(i =>
            i.Node == node && i.Service == "tomcat"
        );
}
