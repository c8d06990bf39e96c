using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Protocols.Xmpp;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>Certificate Management: what is made, requested, uploaded and trusted, and what peers see of it.</summary>
public sealed class CertificateTests
{
    private static readonly KeySpec s_key = KeySpec.Default(KeyType.Ecdsa);

    [Fact]
    public async Task A_regenerated_certificate_is_presented_and_told_of_when_its_service_restarts_and_not_before()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, publisher) = (clusters.Seoul, clusters.Seoul.Topology.Publisher.Name);
        var peer = await TwoClusters.AddPeerAsync(clusters.Singapore, seoul);
        var since = (await TwoClusters.StatusAsync(clusters.Singapore, peer, TwoClusters.InStep)).Links.Select(l => l.Since).ToList();
        var old = await seoul.Certificates!.FindAsync(publisher, "tomcat", CancellationToken.None);

        Assert.Null(await seoul.Certificates.GenerateAsync(publisher, "tomcat", new KeySpec(KeyType.Ecdsa, 384), CancellationToken.None));
        var entry = (await seoul.Certificates.ListAsync(CancellationToken.None)).Identities.Single(i => i.Node == publisher && i.Service == "tomcat");
        Assert.Equal((old!.Sha256, "ECDSA 384"), (entry.Certificate!.Sha256, entry.Next!.Key));
        Assert.Equal((publisher, ServiceCatalogue.Tomcat, "CertificateRestart"), seoul.Services!.Notices.Select(n => (n.Node, n.Service, n.Reason.Code)).Single());
        Assert.Null((await clusters.Singapore.Peering!.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None))!.Failure);
        Assert.True(TwoClusters.InStep(clusters.Singapore.Peering.Find(peer)!));

        Assert.Null(await seoul.Services.RestartTomcatAsync(publisher, CancellationToken.None));
        Assert.Empty(seoul.Services.Notices);
        Assert.Equal(entry.Next.Sha256, (await seoul.Certificates.FindAsync(publisher, "tomcat", CancellationToken.None))!.Sha256);
        var failure = (await clusters.Singapore.Peering.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None))!.Failure;
        Assert.Equal(("CertificateChanged", entry.Next.Sha256), (failure!.Problem.Code, failure.Presented!.Sha256));
        Assert.Null((await clusters.Singapore.Peering.ForceSyncAsync(peer, new ForcedSync(true, failure.Presented, []), CancellationToken.None))!.Failure);
        // The routers' links go by another certificate, and lost no beat.
        Assert.Equal(since, clusters.Singapore.Peering.Find(peer)!.Links.Select(l => l.Since));
    }

    [Fact]
    public async Task A_request_is_answered_by_a_certificate_whose_whole_chain_is_in_trust_and_the_missing_issuer_is_named()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (certificates, node) = (clusters.Seoul.Certificates!, clusters.Seoul.Topology.Publisher.Name);
        using var root = TestAuthority.Root("Lab Root");
        using var below = root.Below("Lab Issuing");
        Assert.Equal("UploadNoRequest", (await certificates.UploadAsync(node, "tomcat", root.File, CancellationToken.None))!.Code);
        var request = await RequestAsync(certificates, node);
        using var leaf = below.Sign(request);
        var refused = await certificates.UploadAsync(node, "tomcat", leaf.RawData, CancellationToken.None);
        Assert.Equal(("UploadIssuerMissing", "CN=Lab Issuing"), (refused!.Code, refused.Args[0]));
        Assert.Equal(1, (await certificates.TrustAsync("tomcat", below.File, CancellationToken.None)).Value);
        Assert.Equal("CN=Lab Root", (await certificates.UploadAsync(node, "tomcat", leaf.RawData, CancellationToken.None))!.Args[0]);
        Assert.Equal(1, (await certificates.TrustAsync("tomcat", Encoding.ASCII.GetBytes(root.Pem + "\n" + below.Pem), CancellationToken.None)).Value);
        Assert.Equal("UploadTrustedAlready", Assert.Single((await certificates.TrustAsync("tomcat", root.File, CancellationToken.None)).Problems).Code);

        Assert.Null(await certificates.UploadAsync(node, "tomcat", leaf.RawData, CancellationToken.None));
        Assert.Null(await clusters.Seoul.Services!.RestartTomcatAsync(node, CancellationToken.None));
        var entry = await IdentityAsync(certificates, node);
        Assert.Equal(("CN=Lab Issuing", null, null), (entry.Certificate!.Issuer, entry.Next, entry.Request));
        var contact = await clusters.Singapore.Peering!.ProbeAsync(null, TwoClusters.FormFor(clusters.Seoul), CancellationToken.None);
        Assert.Equal(entry.Certificate.Sha256, contact.Value!.Certificate!.Sha256);
    }

    [Fact]
    public async Task What_is_wrong_with_an_uploaded_certificate_is_said_and_the_request_stays()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (certificates, node) = (clusters.Seoul.Certificates!, clusters.Seoul.Topology.Publisher.Name);
        using var root = TestAuthority.Root("Lab Root");
        await certificates.TrustAsync("tomcat", root.File, CancellationToken.None);
        var request = await RequestAsync(certificates, node);
        using var weak = RSA.Create(1024);
        var named = new CertificateRequest($"CN={node}", weak, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.Equal("UploadExpired", await RefusalAsync(root.Sign(request, fromDays: -20, toDays: -1)));
        Assert.Equal("UploadNotYetValid", await RefusalAsync(root.Sign(request, fromDays: 1)));
        Assert.Equal("UploadWeakSignature", await RefusalAsync(await root.SignWithSha1Async(request)));
        Assert.Equal("UploadOtherKey", await RefusalAsync(root.Issue(node.Value)));
        Assert.Equal("UploadOtherKey", await RefusalAsync(named.Create(root.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(root.Certificate.GetECDsaPrivateKey()!), TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1), [1, 2, 3])));
        var stripped = CertificateRequest.LoadSigningRequestPem(request, HashAlgorithmName.SHA256);
        Assert.Equal("UploadNamesMissing", await RefusalAsync(stripped.Create(root.Certificate, TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1), [1, 2, 4])));
        Assert.Equal("UploadWeakKey", Assert.Single((await certificates.TrustAsync("tomcat", named.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1)).RawData, CancellationToken.None)).Problems).Code);
        var mail = CertificateRequest.LoadSigningRequestPem(request, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        mail.CertificateExtensions.Remove(mail.CertificateExtensions.OfType<X509EnhancedKeyUsageExtension>().Single());
        mail.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.4")], critical: false));
        Assert.Equal("UploadWrongUse", await RefusalAsync(mail.Create(root.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(root.Certificate.GetECDsaPrivateKey()!), TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1), [1, 2, 5])));
        // A leaf in the trust store is not its own issuer, and is not taken there in the first place.
        using var other = TestAuthority.Root("Other Root");
        using var orphan = other.Sign(request);
        Assert.Equal("UploadAnswersRequest", Assert.Single((await certificates.TrustAsync("tomcat", orphan.RawData, CancellationToken.None)).Problems).Code);
        await clusters.ExecuteAsync(clusters.Seoul, $"INSERT INTO Trust (Store, Pem) VALUES ('tomcat-trust', '{orphan.ExportCertificatePem()}')");
        Assert.Equal("UploadIssuerMissing", (await certificates.UploadAsync(node, "tomcat", orphan.RawData, CancellationToken.None))!.Code);
        Assert.Equal(request, (await IdentityAsync(certificates, node)).Request);
        Assert.Null((await IdentityAsync(certificates, node)).Next);

        async Task<string> RefusalAsync(X509Certificate2 certificate)
        {
            using (certificate) return (await certificates.UploadAsync(node, "tomcat", certificate.RawData, CancellationToken.None))!.Code;
        }
    }

    [Fact]
    public async Task A_certificate_that_names_the_nodes_in_its_own_way_stays_in_use_after_the_restart()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var address = clusters.Network.Address(4, 1);
        var oslo = await clusters.CreateAsync("oslo", address, unifiedCmNodes: ["cucm1.oslo.example", "cucm2.oslo.example"]);
        var node = oslo.Topology.Publisher.Name;
        using var root = TestAuthority.Root("Lab Root");
        await oslo.Certificates!.TrustAsync("tomcat", root.File, CancellationToken.None);
        using var leaf = root.Sign(await RequestAsync(oslo.Certificates, node), names =>
        {
            names.AddIpAddress(address);
            names.AddDnsName("*.Oslo.Example");
        });
        Assert.Null(await oslo.Certificates.UploadAsync(node, "tomcat", leaf.RawData, CancellationToken.None));
        Assert.Null(await oslo.Services!.RestartTomcatAsync(node, CancellationToken.None));
        Assert.Equal(root.Subject, (await oslo.Certificates.FindAsync(node, "tomcat", CancellationToken.None))!.Issuer);
        Assert.Equal(root.Subject, (await clusters.Seoul.Peering!.ProbeAsync(null, TwoClusters.FormFor(oslo), CancellationToken.None)).Value!.Certificate!.Issuer);
    }

    [Fact]
    public async Task A_leaf_that_is_renewed_under_an_authority_of_the_peer_is_no_drift()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, node) = (clusters.Seoul, clusters.Seoul.Topology.Publisher.Name);
        using var root = TestAuthority.Root("Lab Root");
        await seoul.Certificates!.TrustAsync("tomcat", root.File, CancellationToken.None);
        await IssueAsync(seoul, node, root);
        var peer = await TwoClusters.AddPeerAsync(clusters.Singapore, seoul);
        await TwoClusters.StatusAsync(clusters.Singapore, peer, TwoClusters.InStep);
        // The root spreads when the agent starts.
        await seoul.Services!.DoAsync(node, ServiceCatalogue.InterclusterSyncAgent, ServiceAction.Restart, CancellationToken.None);
        await Eventually.GetAsync(async () => (await clusters.Singapore.Certificates!.ListAsync(CancellationToken.None)).Trusted.Any(t => t.Node is null && t.Certificate?.Subject == root.Subject && t.PeerAddress == node));

        var renewed = await IssueAsync(seoul, node, root);
        Assert.Null((await clusters.Singapore.Peering!.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None))!.Failure);
        var status = await TwoClusters.StatusAsync(clusters.Singapore, peer, s => TwoClusters.InStep(s) && s.Certificates!.Certificates.Any(c => c.Kept?.Sha256 == renewed));
        Assert.Equal(Mark.Check, status.CertificatesMark);

        // A key that nobody vouches for is drift as ever.
        Assert.Null(await seoul.Certificates.GenerateAsync(node, "tomcat", s_key, CancellationToken.None));
        await seoul.Services.RestartTomcatAsync(node, CancellationToken.None);
        Assert.Equal("CertificateChanged", (await clusters.Singapore.Peering.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None))!.Failure!.Problem.Code);
    }

    [Fact]
    public async Task An_authority_that_a_peer_has_told_of_can_be_uploaded_once_to_vouch_for_all()
    {
        await using var clusters = await TwoClusters.StartAsync();
        using var root = TestAuthority.Root("Lab Root");
        await clusters.Seoul.Certificates!.TrustAsync("tomcat", root.File, CancellationToken.None);
        // Peers are told of it when the agent starts.
        Assert.Equal("TrustRestart", Assert.Single(clusters.Seoul.Services!.Notices).Reason.Code);
        Assert.Null(await clusters.Seoul.Services.DoAsync(clusters.Seoul.Topology.Publisher.Name, ServiceCatalogue.InterclusterSyncAgent, ServiceAction.Restart, CancellationToken.None));
        Assert.Empty(clusters.Seoul.Services.Notices);
        await TwoClusters.AddPeerAsync(clusters.Singapore, clusters.Seoul);
        var certificates = clusters.Singapore.Certificates!;
        await Eventually.GetAsync(async () => (await certificates.ListAsync(CancellationToken.None)).Trusted.Any(IsRoot));

        Assert.Equal(1, (await certificates.TrustAsync("tomcat", root.File, CancellationToken.None)).Value);
        Assert.Single((await certificates.ListAsync(CancellationToken.None)).Trusted, t => IsRoot(t) && t.PeerAddress is null);
        Assert.Equal("UploadTrustedAlready", (await certificates.TrustAsync("tomcat", root.File, CancellationToken.None)).Problems[0].Code);

        bool IsRoot(TrustedEntry trusted) => trusted.Node is null && trusted.Certificate?.Subject == root.Subject;
    }

    [Fact]
    public async Task An_authority_that_was_told_of_and_is_deleted_is_withdrawn_with_the_next_pass()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        using var root = TestAuthority.Root("Lab Root");
        await seoul.Certificates!.TrustAsync("tomcat", root.File, CancellationToken.None);
        var peer = await TwoClusters.AddPeerAsync(singapore, seoul);
        await TwoClusters.StatusAsync(singapore, peer, TwoClusters.InStep);
        // Not told yet, so not known.
        Assert.Empty(await ToldAsync());
        Assert.Null(await seoul.Services!.DoAsync(seoul.Topology.Publisher.Name, ServiceCatalogue.InterclusterSyncAgent, ServiceAction.Restart, CancellationToken.None));
        await PassAsync();
        Assert.Single(await ToldAsync());
        await seoul.Certificates.DeleteAsync(Assert.Single((await seoul.Certificates.ListAsync(CancellationToken.None)).Trusted, t => t.Node is null).Id, CancellationToken.None);
        await PassAsync();
        Assert.Empty(await ToldAsync());

        async Task PassAsync() => Assert.Null((await singapore.Peering!.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None))!.Failure);

        async Task<List<TrustedEntry>> ToldAsync() => [.. (await singapore.Certificates!.ListAsync(CancellationToken.None)).Trusted.Where(t => t.Node is null)];
    }

    [Fact]
    public async Task A_request_or_a_certificate_that_waits_is_discarded_with_its_key_and_owes_nothing_any_more()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (certificates, node) = (clusters.Seoul.Certificates!, clusters.Seoul.Topology.Publisher.Name);
        await RequestAsync(certificates, node);
        Assert.Null(await certificates.GenerateAsync(node, "tomcat", s_key, CancellationToken.None));
        var used = (await IdentityAsync(certificates, node)).Certificate!.Sha256;
        Assert.Single(clusters.Seoul.Services!.Notices);
        Assert.Null(await certificates.DiscardAsync(node, "tomcat", isRequest: true, CancellationToken.None));
        Assert.Equal("DiscardNothing", (await certificates.DiscardAsync(node, "tomcat", isRequest: true, CancellationToken.None))!.Code);
        Assert.Equal((false, true), (await IdentityAsync(certificates, node)) is var one ? (one.Request is not null, one.Next is not null) : default);
        Assert.Null(await certificates.DiscardAsync(node, "tomcat", isRequest: false, CancellationToken.None));
        Assert.Null((await IdentityAsync(certificates, node)).Next);
        Assert.Empty(clusters.Seoul.Services.Notices);
        Assert.Equal(0, await clusters.CountAsync(clusters.Seoul, "SELECT count(*) FROM PreparedIdentities"));
        Assert.Null(await clusters.Seoul.Services.RestartTomcatAsync(node, CancellationToken.None));
        Assert.Equal(used, (await IdentityAsync(certificates, node)).Certificate!.Sha256);
    }

    [Fact]
    public async Task A_trust_entry_that_was_corrupted_is_named_as_such_and_a_resync_that_shows_the_certificate_mends_it()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (singapore, seoul) = (clusters.Singapore, clusters.Seoul);
        var peer = await TwoClusters.AddPeerAsync(singapore, seoul);
        await TwoClusters.StatusAsync(singapore, peer, TwoClusters.InStep);
        await clusters.ExecuteAsync(singapore, $"UPDATE Trust SET Pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----' WHERE Node = '{seoul.Topology.Publisher.Name}'");
        Assert.True((await clusters.Registry.SaveAsync(singapore.Id, ClusterForm.From(singapore.Definition), CancellationToken.None)).Succeeded);
        singapore = clusters.Singapore;
        await TwoClusters.StatusAsync(singapore, peer, s => s.Connectivity?.Failure?.Problem.Code == "CertificateCorrupted");
        Assert.Contains((await singapore.Certificates!.ListAsync(CancellationToken.None)).Trusted, t => t.Certificate is null);
        // Nothing mends it silently.
        Assert.Equal("CertificateCorrupted", (await singapore.Peering!.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None))!.Failure!.Problem.Code);
        var contact = await singapore.Peering.ProbeAsync(peer, CancellationToken.None);
        Assert.Equal((null, "CertificateCorrupted"), (contact.Kept, contact.Failure!.Problem.Code));
        Assert.Null((await singapore.Peering.ForceSyncAsync(peer, new ForcedSync(true, contact.Certificate, []), CancellationToken.None))!.Failure);
        await TwoClusters.StatusAsync(singapore, peer, TwoClusters.InStep);
    }

    [Fact]
    public async Task A_certificate_copied_by_hand_is_taken_if_it_is_the_one_that_the_node_has()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, node) = (clusters.Seoul, clusters.Seoul.Topology.Nodes[1].Name);
        var peer = await TwoClusters.AddPeerAsync(clusters.Singapore, seoul);
        await TwoClusters.StatusAsync(clusters.Singapore, peer, TwoClusters.InStep);
        var old = (await seoul.Certificates!.FindAsync(node, "tomcat", CancellationToken.None))!;
        Assert.Null(await seoul.Certificates.GenerateAsync(node, "tomcat", s_key, CancellationToken.None));
        Assert.Null(await seoul.Services!.RestartTomcatAsync(node, CancellationToken.None));
        await TwoClusters.StatusAsync(clusters.Singapore, peer, s => s.Certificates!.Certificates.Any(c => c.Node == node && c.State == PeerCertificateState.Changed));

        var peering = clusters.Singapore.Peering!;
        var foreign = await clusters.Singapore.Certificates!.FindAsync(clusters.Singapore.Topology.Publisher.Name, "tomcat", CancellationToken.None);
        Assert.Equal("CopyNotOfNode", await CopyAsync(foreign!));
        Assert.Equal("CopyNotAnnounced", await CopyAsync(old));
        Assert.Null(await CopyAsync((await seoul.Certificates.FindAsync(node, "tomcat", CancellationToken.None))!));
        await TwoClusters.StatusAsync(clusters.Singapore, peer, TwoClusters.InStep);

        async Task<string?> CopyAsync(CertificateSummary certificate) =>
            (await peering.CopyCertificateAsync(peer, "tomcat", node, Encoding.ASCII.GetBytes(certificate.ToPem()), CancellationToken.None))?.Code;
    }

    [Fact]
    public async Task A_router_admits_a_node_of_a_TLS_peer_by_its_certificate_alone_and_the_other_side_is_told_why_not()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (there, here) = (await TwoClusters.AddSecureAsync(seoul, singapore), await TwoClusters.AddSecureAsync(singapore, seoul));
        await TwoClusters.StatusAsync(seoul, there, s => s.LinksMark == Mark.Check);
        await TwoClusters.StatusAsync(singapore, here, s => s.LinksMark == Mark.Check);

        var publisher = seoul.Topology.Publisher.Name;
        var other = (await seoul.Certificates!.FindAsync(seoul.Topology.Nodes[1].Name, "cup-xmpp", CancellationToken.None))!.ToPem();
        await clusters.ExecuteAsync(singapore, $"UPDATE Trust SET Pem = '{other}' WHERE Store = 'cup-xmpp-trust' AND Node = '{publisher}'");
        // Streams that are open are judged again.
        var status = await TwoClusters.StatusAsync(seoul, there, s => s.Links.Count(l => l.Problem?.Code == "LinkNotAuthorized") == 2 && s.Links.Count(l => l.State == LinkState.Up) == 2);
        Assert.All(status.Links.Where(l => l.State == LinkState.Down), l => Assert.Equal(publisher, l.From));
    }

    [Fact]
    public async Task A_router_whose_peers_all_have_TLS_speaks_with_none_but_their_nodes()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var here = await TwoClusters.AddSecureAsync(clusters.Singapore, clusters.Seoul);
        await TwoClusters.StatusAsync(clusters.Singapore, here, s => s.RemoteNodes.Count == 2);
        var node = clusters.Singapore.Topology.Publisher;
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(node.Address, XmppSchema.Port);
        await using var stream = await XmppClient.OpenAsync(socket.GetStream(), new XmppClientOptions("stranger.example", node.Name.Value), CancellationToken.None);
        await stream.SendAsync(XmppPing.Request("1", "stranger.example", node.Name.Value), CancellationToken.None);
        Assert.Equal(XmppSchema.InvalidFrom, (await Assert.ThrowsAsync<XmppException>(() => stream.ReadAsync(CancellationToken.None))).Condition);
    }

    [Fact]
    public async Task An_authority_that_a_peer_told_of_comes_again_when_it_was_deleted_or_told_while_certificates_were_not_synchronized()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var peer = await TwoClusters.AddPeerAsync(seoul, singapore);
        await TwoClusters.StatusAsync(seoul, peer, TwoClusters.InStep);
        await SyncCertificatesAsync(false);
        using var root = TestAuthority.Root("Lab Root");
        await singapore.Certificates!.TrustAsync("tomcat", root.File, CancellationToken.None);
        Assert.Null(await singapore.Services!.DoAsync(singapore.Topology.Publisher.Name, ServiceCatalogue.InterclusterSyncAgent, ServiceAction.Restart, CancellationToken.None));
        await PassAsync();
        Assert.Empty(await ToldAsync());

        await SyncCertificatesAsync(true);
        await PassAsync();
        var told = Assert.Single(await ToldAsync());
        await seoul.Certificates!.DeleteAsync(told.Id, CancellationToken.None);
        await Eventually.GetAsync(async () => (await ToldAsync()).Count == 1);

        async Task PassAsync() => Assert.Null((await seoul.Peering!.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None))!.Failure);

        async Task SyncCertificatesAsync(bool on) => Assert.Empty(await ParameterTests.SetAsync(seoul, ParameterCatalogue.CertificateSync, on ? ParameterCatalogue.Perform : ParameterCatalogue.DoNotPerform));

        async Task<List<TrustedEntry>> ToldAsync() => [.. (await seoul.Certificates!.ListAsync(CancellationToken.None)).Trusted.Where(t => t.PeerAddress is not null && t.Node is null)];
    }

    private static async Task<string> RequestAsync(ICertificates certificates, NodeName node)
    {
        Assert.Null(await certificates.RequestAsync(node, "tomcat", CsrSpec.Default("tomcat", s_key), CancellationToken.None));
        return (await IdentityAsync(certificates, node)).Request!;
    }

    /// <summary>Requests, signs, uploads and puts in use.</summary>
    private static async Task<string> IssueAsync(ICluster cluster, NodeName node, TestAuthority authority)
    {
        using var leaf = authority.Sign(await RequestAsync(cluster.Certificates!, node));
        Assert.Null(await cluster.Certificates!.UploadAsync(node, "tomcat", leaf.RawData, CancellationToken.None));
        Assert.Null(await cluster.Services!.RestartTomcatAsync(node, CancellationToken.None));
        return leaf.GetCertHashString(HashAlgorithmName.SHA256);
    }

    private static async Task<IdentityEntry> IdentityAsync(ICertificates certificates, NodeName node) =>
        (await certificates.ListAsync(CancellationToken.None)).Identities.Single(i => i.Node == node && i.Service == "tomcat");
}
