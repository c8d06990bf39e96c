using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Foundation;
using IcpConsole.Storage.Certificates;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Certificates;

/// <summary>Security &gt; Certificate Management of a hosted cluster.</summary>
/// <param name="cluster">Whose certificates they are.</param>
/// <param name="identities">Of its nodes.</param>
/// <param name="trustChangedAsync">Told after each change of a trust store: whoever judges by it
/// reads it anew.</param>
internal sealed partial class HostedCertificates(
    ClusterContext cluster,
    NodeIdentities identities,
    Func<Task> trustChangedAsync
)
{
    /// <summary>So many certificates a trust store may hold that were uploaded.</summary>
    private const int MaxUploaded = 200;

    private readonly CertificateStore _store = cluster.Database.Certificates;
    private readonly AsyncLock _turn = new();
    private readonly ILogger _log = cluster.Loggers.CreateLogger<HostedCertificates>();

    public void Offer(Handlers handlers)
    {
        handlers.AddQuery<ListCertificates, CertificateList>((_, stop) => ListAsync(stop));
        handlers.Add<GenerateCertificate>(
            (r, stop) => GenerateAsync(r.Node, r.Service, r.Key, stop)
        );
        handlers.Add<RequestCertificate>(
            (r, stop) => RequestAsync(r.Node, r.Service, r.Spec, stop)
        );
        handlers.Add<DiscardCertificate>(
            (r, stop) => DiscardAsync(r.Node, r.Service, r.IsRequest, stop)
        );
        handlers.Add<UploadCertificate>(
            (r, stop) => UploadAsync(r.Node, r.Service, r.File, stop)
        );
        handlers.Add<TrustCertificates, int>((r, stop) => TrustAsync(r.Service, r.File, stop));
        handlers.Add<DeleteTrust>((r, stop) => DeleteAsync(r.Entry, stop));
    }

    public async Task<CertificateSummary?> FindAsync(
        NodeName node,
        string service,
        CancellationToken cancellationToken
    ) =>
        await _store.PemAsync(node, service, cancellationToken) is { } pem
            ? CertificateReader.TrySummarizePem(pem)
            : null;

    public async Task<CertificateList> ListAsync(CancellationToken cancellationToken)
    {
        var prepared = await _store.PreparedAsync(cancellationToken);
        var entries = new List<IdentityEntry>();
        foreach (var node in cluster.Topology.Nodes.OrderBy(n => n.Role).Select(n => n.Name))
        {
            foreach (var service in CertificateServices.All)
            {
                var own = prepared.Where(p => p.Node == node && p.Service == service).ToList();
                var next = own.Find(p => !p.IsRequest)?.Pem;
                entries.Add(
                    new IdentityEntry(
                        node,
                        service,
                        await FindAsync(node, service, cancellationToken),
                        next is null ? null : CertificateReader.TrySummarizePem(next),
                        own.Find(p => p.IsRequest) is { } request
                            ? CertificateReader.SummarizeRequest(request.Pem)
                            : null
                    )
                );
            }
        }

        var trusted = await _store.ListTrustAsync(cancellationToken);
        return new CertificateList(
            entries,
            [
                .. trusted.Select(t => new TrustedEntry(
                    t.Id,
                    CertificateServices.TrustOf(t.Entry.Service),
                    t.PeerAddress,
                    t.Entry.Node,
                    CertificateReader.TrySummarizePem(t.Entry.Pem)
                )),
            ]
        );
    }

    public async Task<Problem?> GenerateAsync(
        NodeName node,
        string service,
        KeySpec spec,
        CancellationToken cancellationToken
    )
    {
        if (Unknown(node, service, spec) is { } unknown)
            return unknown;
        using var key = await CertificateMaker.MakeKeyAsync(spec).WaitAsync(cancellationToken);
        using var certificate = CertificateMaker.SelfSign(
            node,
            identities.NamesOf(node, service),
            key,
            cluster.Time.GetUtcNow()
        );
        using var turn = await _turn.EnterAsync(cancellationToken);
        await PrepareAsync(node, service, certificate, key);
        return null;
    }

    public async Task<Problem?> RequestAsync(
        NodeName node,
        string service,
        CsrSpec spec,
        CancellationToken cancellationToken
    )
    {
        if (Unknown(node, service, spec.Key) is { } unknown)
            return unknown;
        using var key = await CertificateMaker
            .MakeKeyAsync(spec.Key)
            .WaitAsync(cancellationToken);
        var request = CertificateMaker.Request(
            spec.CommonName ?? node,
            identities
                .NamesOf(node, service, spec.Distribution)
                .Union(spec.CommonName is { } name ? [name] : [])
                .Union(spec.AlternativeNames),
            key
        );
        using var turn = await _turn.EnterAsync(cancellationToken);
        await _store.PrepareAsync(
            new PreparedIdentity(node, service, IsRequest: true, request),
            key.ExportPkcs8PrivateKey(),
            CancellationToken.None
        );
        LogRequested(cluster.Id.Value, service, node.Value);
        cluster.Changes.Tell();
        return null;
    }

    public async Task<Problem?> DiscardAsync(
        NodeName node,
        string service,
        bool isRequest,
        CancellationToken cancellationToken
    )
    {
        using var turn = await _turn.EnterAsync(cancellationToken);
        var discarded = isRequest
            ? await _store.RemovePreparedAsync(
                node,
                service,
                isRequest,
                CancellationToken.None
            )
            : await identities.DiscardAsync(node, service);
        cluster.Changes.Tell();
        return discarded ? null : new DiscardNothing();
    }

    public async Task<Problem?> UploadAsync(
        NodeName node,
        string service,
        ReadOnlyMemory<byte> file,
        CancellationToken cancellationToken
    )
    {
        using var turn = await _turn.EnterAsync(cancellationToken);
        if (Unknown(node, service, KeySpec.All[0]) is { } unknown)
            return unknown;
        if (
            await _store.RequestAsync(node, service, cancellationToken)
            is not var (request, pkcs8)
        )
            return new UploadNoRequest(service, node);
        var read = CertificateFile.Read(file);
        if (!read.Succeeded)
            return read.Problems[0];
        try
        {
            using var key = ImportKey(pkcs8);
            var info = key.ExportSubjectPublicKeyInfo();
            if (
                read.Value.FirstOrDefault(c =>
                    c.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(info)
                )
                is not { } leaf
            )
                return new UploadOtherKey();
            if (
                (
                    CertificateRules.Check(leaf, cluster.Time.GetUtcNow())
                    ?? CertificateRules.CheckUse(leaf)
                    ?? NamesMissing(leaf, node, service, request)
                ) is
                { } problem
            )
                return problem;
            // One's own leaf in the store is not its issuer.
            var own = leaf.ExportCertificatePem();
            using var authorities = Authorities.FromPems(
                (await _store.UploadedAsync(service, cancellationToken)).Where(pem =>
                    pem != own
                )
            );
            if (authorities.MissingIssuer(leaf, cluster.Time.GetUtcNow()) is { } issuer)
                return new UploadIssuerMissing(issuer, CertificateServices.TrustOf(service));
            await PrepareAsync(node, service, leaf, key);
            await _store.RemovePreparedAsync(
                node,
                service,
                isRequest: true,
                CancellationToken.None
            );
            return null;
        }
        finally
        {
            foreach (var certificate in read.Value)
                certificate.Dispose();
        }
    }

    public async Task<Result<int>> TrustAsync(
        string service,
        ReadOnlyMemory<byte> file,
        CancellationToken cancellationToken
    )
    {
        if (!CertificateServices.Exchanged.Contains(service))
            return new ChoiceUnknown();
        var read = CertificateFile.Read(file);
        if (!read.Succeeded)
            return read.Problems.ToList();
        try
        {
            if (await AnsweredAsync(service, read.Value, cancellationToken) is { } request)
                return new UploadAnswersRequest(request.Service, request.Node);
            if (
                read
                    .Value.Select(c => CertificateRules.Check(c, cluster.Time.GetUtcNow()))
                    .OfType<Problem>()
                    .ToList() is
                { Count: > 0 } problems
            )
                return problems;
            var pems = read
                .Value.Select(c => c.ExportCertificatePem())
                .Distinct(StringComparer.Ordinal)
                .ToList();
            int added;
            using (await _turn.EnterAsync(cancellationToken))
            {
                var uploaded = await _store.UploadedAsync(service, cancellationToken);
                var fresh = pems.Except(uploaded, StringComparer.Ordinal).ToList();
                if (fresh.Count == 0)
                    return new UploadTrustedAlready(CertificateServices.TrustOf(service));
                if (uploaded.Count + fresh.Count > MaxUploaded)
                    return new UploadStoreFull(
                        CertificateServices.TrustOf(service),
                        MaxUploaded
                    );
                await _store.AddTrustAsync(service, fresh, CancellationToken.None);
                added = fresh.Count;
            }

            await TrustChangedAsync();
            return added;
        }
        finally
        {
            foreach (var certificate in read.Value)
                certificate.Dispose();
        }
    }

    /// <summary>
    /// The pending request of the store's service that one of these was issued for, if there is
    /// one: it belongs there, and vouches for nothing in a trust store.
    /// </summary>
    private async Task<PreparedIdentity?> AnsweredAsync(
        string service,
        IReadOnlyList<X509Certificate2> certificates,
        CancellationToken cancellationToken
    )
    {
        var keys = certificates.Select(c => c.PublicKey.ExportSubjectPublicKeyInfo()).ToList();
        return (await _store.PreparedAsync(cancellationToken)).FirstOrDefault(p =>
            p.IsRequest
            && CertificateServices.TrustOf(p.Service) == CertificateServices.TrustOf(service)
            && CertificateRequest
                .LoadSigningRequestPem(p.Pem, HashAlgorithmName.SHA256)
                .PublicKey.ExportSubjectPublicKeyInfo()
                is var key
            && keys.Exists(k => k.AsSpan().SequenceEqual(key))
        );
    }

    public async Task DeleteAsync(int trustEntry, CancellationToken cancellationToken)
    {
        await _store.DeleteTrustAsync(trustEntry, CancellationToken.None);
        await TrustChangedAsync();
        cluster.Notices.Tell();
    }

    private async Task TrustChangedAsync()
    {
        await trustChangedAsync();
        cluster.Changes.Tell();
    }

    private ChoiceUnknown? Unknown(NodeName node, string service, KeySpec spec) =>
        cluster.Topology.Has(node)
        && CertificateServices.All.Contains(service)
        && KeySpec.All.Contains(spec)
            ? null
            : new ChoiceUnknown();

    /// <summary>
    /// What was requested, and what the node needs by now: the domain may have changed since.
    /// </summary>
    private UploadNamesMissing? NamesMissing(
        X509Certificate2 leaf,
        NodeName node,
        string service,
        string request
    ) =>
        CertificateReader
            .SummarizeRequest(request)
            .Names.Select(NodeName.Parse)
            .Union(identities.NamesOf(node, service, Distribution.ThisServer))
            .Where(n => !CertificateReader.Names(leaf, n))
            .ToList()
            is { Count: > 0 } missing
            ? new UploadNamesMissing(string.Join(", ", missing))
            : null;

    private async Task PrepareAsync(
        NodeName node,
        string service,
        X509Certificate2 certificate,
        AsymmetricAlgorithm key
    )
    {
        await identities.PrepareAsync(
            node,
            service,
            certificate.ExportCertificatePem(),
            key.ExportPkcs8PrivateKey()
        );
        LogPrepared(
            cluster.Id.Value,
            service,
            node.Value,
            certificate.GetCertHashString(HashAlgorithmName.SHA256)
        );
        cluster.Changes.Tell();
    }

    private static AsymmetricAlgorithm ImportKey(byte[] pkcs8)
    {
        AsymmetricAlgorithm key = RSA.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return key;
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "{Cluster}: new {Service} certificate of {Node} waits for a restart: SHA-256 {Fingerprint}"
    )]
    private partial void LogPrepared(
        string cluster,
        string service,
        string node,
        string fingerprint
    );

    [LoggerMessage(
        LogLevel.Information,
        "{Cluster}: signing request for the {Service} certificate of {Node} made"
    )]
    private partial void LogRequested(string cluster, string service, string node);
}
