using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Storage.Certificates;

namespace IcpConsole.Engine.Certificates;

/// <summary>The certificates with which a cluster's own nodes present themselves.</summary>
internal sealed class NodeIdentities(CertificateStore store, TimeProvider time)
{
    private const int KeyBits = 2048;
    private const int ValidYears = 5;

    /// <summary>A node's tomcat certificate with its key, made when first needed: an RSA key takes a fifth of a second.</summary>
    public async Task<X509Certificate2> TomcatAsync(Node node, Topology topology, CancellationToken cancellationToken)
    {
        if (await store.IdentityAsync(node.Name, CertificateStore.Tomcat, cancellationToken) is { } kept) return Load(kept.Pem, kept.Key);
        using var key = RSA.Create(KeyBits);
        using var certificate = SelfSigned(node.Name, topology, key);
        var (pem, pkcs8) = (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKey());
        await store.KeepIdentityAsync(node.Name, CertificateStore.Tomcat, pem, pkcs8, cancellationToken);
        return Load(pem, pkcs8);
    }

    /// <summary>Names every node of the cluster in its SAN, as a multi-server tomcat certificate does, so that a peer may check each by it.</summary>
    private X509Certificate2 SelfSigned(NodeName node, Topology topology, RSA key)
    {
        var request = new CertificateRequest($"CN={node}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in topology.Nodes.Select(n => n.Name))
        {
            if (name.IsAddress) names.AddIpAddress(IPAddress.Parse(name.Value));
            else names.AddDnsName(name.Value);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        // id-kp-serverAuth and id-kp-clientAuth: RFC 5280, section 4.2.1.12.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        // An hour's grace for peers whose clocks run behind.
        return request.CreateSelfSigned(now.AddHours(-1), now.AddYears(ValidYears));
    }

    private static X509Certificate2 Load(string pem, byte[] pkcs8)
    {
        using var key = RSA.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var withKey = certificate.CopyWithPrivateKey(key);
        // Through PKCS#12, because Windows serves TLS only with a key that was imported.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }
}
