using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Hosting;
using IcpConsole.Protocols.CertificateManagement;

namespace IcpConsole.Engine.Tests;

/// <summary>Certificates over REST, against a node that listens.</summary>
public sealed class CertificateEndpointTests
{
    [Fact]
    public async Task A_certificate_is_requested_trusted_and_uploaded_over_REST()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var node = clusters.Seoul.Topology.Nodes[1].Name;
        using var http = Http(node);
        var client = new CertificateManagementClient(
            http,
            Lab.PlatformUser.Username,
            Lab.PlatformUser.Password
        );
        using var root = TestAuthority.Root("Lab Root");
        var request = await client.RequestAsync(
            new CsrRequest("cup-xmpp", "ec", 256),
            CancellationToken.None
        );
        using var leaf = root.Sign(request);
        var upload = new IdentityUpload("cup-xmpp", [leaf.ExportCertificatePem()]);
        var refused = await Assert.ThrowsAsync<CertificateManagementException>(() =>
            client.UploadIdentityAsync(upload, CancellationToken.None)
        );
        Assert.Equal(
            (HttpStatusCode.BadRequest, "UploadIssuerMissing: CN=Lab Root, cup-xmpp-trust"),
            (refused.Status, refused.Message)
        );
        await client.UploadTrustAsync(
            new TrustUpload(["tomcat", "cup-xmpp"], [root.Pem]),
            CancellationToken.None
        );
        // A store that has it already keeps nobody from the next one.
        await client.UploadTrustAsync(
            new TrustUpload(["tomcat", "cup"], [root.Pem]),
            CancellationToken.None
        );
        await client.UploadIdentityAsync(upload, CancellationToken.None);
        // All or none: what is refused has changed nothing.
        using var second = TestAuthority.Root("Second Root");
        var half = await Assert.ThrowsAsync<CertificateManagementException>(() =>
            client.UploadTrustAsync(
                new TrustUpload(["tomcat", "nonsense"], [second.Pem]),
                CancellationToken.None
            )
        );
        Assert.Equal("ServiceUnknown: nonsense", half.Message);
        Assert.DoesNotContain(
            (await client.SnapshotAsync(CancellationToken.None)).Trusts.SelectMany(t =>
                t.CertificateData
            ),
            d => d.Certificate == second.Pem
        );

        var snapshot = await client.SnapshotAsync(CancellationToken.None);
        Assert.Equal((node.Value, 4), (snapshot.Server, snapshot.Identities.Count));
        Assert.Equal(
            ["tomcat-trust", "cup-trust", "cup-xmpp-trust"],
            snapshot
                .Trusts.Where(t => t.CertificateData.Any(d => d.Certificate == root.Pem))
                .Select(t => t.Service)
        );
        Assert.Equal(
            [
                (node, "CertificateRestart"),
                (clusters.Seoul.Topology.Publisher.Name, "TrustRestart"),
            ],
            clusters.Seoul.Services!.PendingRestarts.Select(n => (n.Node, n.Reason.Code))
        );
        // Peers learn of the authority before they see what it issued.
        Assert.Equal(
            [ServiceCatalogue.InterclusterSyncAgent, ServiceCatalogue.XcpRouter],
            RestartPlan.Steps([clusters.Seoul.Snapshot()]).Select(s => s.Service)
        );
    }

    [Fact]
    public async Task A_request_is_for_the_names_that_were_asked_for_and_the_certificate_has_to_have_them()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (node, other) = (
            clusters.Seoul.Topology.Nodes[1].Name,
            clusters.Seoul.Topology.Publisher.Name
        );
        using var http = Http(node);
        var client = new CertificateManagementClient(
            http,
            Lab.PlatformUser.Username,
            Lab.PlatformUser.Password
        );
        Assert.Contains(
            other.Value,
            Names(
                await client.RequestAsync(
                    new CsrRequest("tomcat", "ec"),
                    CancellationToken.None
                )
            ).Names
        );
        var request = await client.RequestAsync(
            new CsrRequest(
                "tomcat",
                "ec",
                Distribution: "this-server",
                CommonName: "imp.example",
                AltNames: ["second.example", "10.1.2.3"],
                HashAlgorithm: "sha256"
            ),
            CancellationToken.None
        );
        Assert.Equal(
            ("CN=imp.example", $"10.1.2.3 {node} imp.example second.example"),
            Names(request) is var (subject, names)
                ? (subject, string.Join(' ', names.Order(StringComparer.Ordinal)))
                : default
        );

        using var root = TestAuthority.Root("Lab Root");
        await client.UploadTrustAsync(
            new TrustUpload(["tomcat"], [root.Pem]),
            CancellationToken.None
        );
        using var less = root.Sign(request, names =>
            names.AddIpAddress(IPAddress.Parse(node.Value))
        );
        var refused = await Assert.ThrowsAsync<CertificateManagementException>(() =>
            client.UploadIdentityAsync(
                new IdentityUpload("tomcat", [less.ExportCertificatePem()]),
                CancellationToken.None
            )
        );
        Assert.Equal(
            "UploadNamesMissing: imp.example, second.example, 10.1.2.3",
            refused.Message
        );
        using var leaf = root.Sign(request);
        await client.UploadIdentityAsync(
            new IdentityUpload("tomcat", [leaf.ExportCertificatePem()]),
            CancellationToken.None
        );
        Assert.Null(
            await clusters.Seoul.Services!.RestartTomcatAsync(node, CancellationToken.None)
        );
        // Nor is it taken for one that lacks the cluster's other names when the cluster starts
        // again.
        await clusters.ReopenAsync(clusters.Seoul);
        Assert.Equal(
            leaf.ExportCertificatePem(),
            (await client.SnapshotAsync(CancellationToken.None))
                .Identities.Single(i => i.Service == "tomcat")
                .Certificate
        );

        static (string Subject, IReadOnlyList<string> Names) Names(string pem)
        {
            var read = CertificateRequest.LoadSigningRequestPem(
                pem,
                HashAlgorithmName.SHA256,
                CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions
            );
            var san = read
                .CertificateExtensions.OfType<X509SubjectAlternativeNameExtension>()
                .Single();
            return (
                read.SubjectName.Name,
                [
                    .. san.EnumerateDnsNames(),
                    .. san.EnumerateIPAddresses().Select(a => a.ToString()),
                ]
            );
        }
    }

    [Fact]
    public async Task Tomcat_answers_on_443_too_where_the_process_may_open_it_and_on_8443_alone_where_not()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (free, taken) = (clusters.Network.Address(4, 1), clusters.Network.Address(4, 2));
        using var blocker = new Socket(
            AddressFamily.InterNetwork,
            SocketType.Stream,
            ProtocolType.Tcp
        );
        try
        {
            blocker.Bind(new IPEndPoint(taken, CertificateManagementSchema.Port));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            Assert.Skip("Ports below 1024 may not be opened here.");
        }

        blocker.Listen();
        await clusters.CreateAsync("oslo", free);
        await clusters.CreateAsync("bergen", taken);
        Assert.Equal(HttpStatusCode.Unauthorized, await AnswerAsync($"https://{free}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AnswerAsync($"https://{free}:8443"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AnswerAsync($"https://{taken}:8443"));
        Assert.Contains(clusters.Logs.Lines, l =>
            l.Contains(
                $"{taken} does not listen on 443, only on 8443",
                StringComparison.Ordinal
            )
        );

        static async Task<HttpStatusCode> AnswerAsync(string address)
        {
            using var http = new HttpClient(
                new SocketsHttpHandler
                {
                    SslOptions =
                    {
                        RemoteCertificateValidationCallback = (_, _, _, _) => true,
                    },
                }
            );
            using var response = await http.GetAsync(
                new Uri(address + CertificateManagementSchema.Snapshot)
            );
            return response.StatusCode;
        }
    }

    [Theory]
    [InlineData("GET", "identity/certificates?service=tomcat", null, HttpStatusCode.OK)]
    [InlineData("GET", "identity/certificate?service=tomcat-ECDSA", null, HttpStatusCode.OK)]
    [InlineData(
        "GET",
        "identity/certificates?service=cup-xmpp-ECDSA",
        null,
        HttpStatusCode.OK
    )]
    [InlineData("GET", "trust/certificates?service=tomcat", null, HttpStatusCode.OK)]
    [InlineData(
        "POST",
        "csr",
        "{\"service\":\"tomcat-ECDSA\",\"keyLength\":\"384\"}",
        HttpStatusCode.OK
    )]
    [InlineData(
        "POST",
        "csr",
        "{\"service\":\"tomcat\",\"keyType\":\"rsa\",\"keyLength\":\"2048\"}",
        HttpStatusCode.OK
    )]
    [InlineData(
        "POST",
        "csr",
        "{\"service\":\"tomcat-ECDSA\",\"keyType\":\"rsa\"}",
        HttpStatusCode.BadRequest
    )]
    [InlineData(
        "POST",
        "csr",
        "{\"service\":\"tomcat\",\"keyLength\":\"many\"}",
        HttpStatusCode.BadRequest
    )]
    public async Task Documented_spellings_are_understood(
        string method,
        string path,
        string? body,
        HttpStatusCode status
    )
    {
        await using var clusters = await TwoClusters.StartAsync();
        using var http = Http(clusters.Seoul.Topology.Publisher.Name);
        using var request = new HttpRequestMessage(
            new HttpMethod(method),
            $"{CertificateManagementSchema.Path}/{path}"
        )
        {
            Content = body is null
                ? null
                : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new(
            "Basic",
            Convert.ToBase64String(
                Encoding.UTF8.GetBytes(
                    $"{Lab.PlatformUser.Username}:{Lab.PlatformUser.Password}"
                )
            )
        );
        using var response = await http.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData(
        "GET",
        "/platformcom/api/v1/certmgr/config/identity/certificate?service=nobody",
        null,
        HttpStatusCode.NotFound,
        "ServiceUnknown: nobody"
    )]
    [InlineData(
        "GET",
        "/platformcom/api/v1/certmgr/config/elsewhere",
        null,
        HttpStatusCode.NotFound,
        "PathUnknown"
    )]
    [InlineData(
        "POST",
        "/platformcom/api/v1/certmgr/config/csr",
        "{",
        HttpStatusCode.BadRequest,
        "RequestMalformed"
    )]
    [InlineData(
        "POST",
        "/platformcom/api/v1/certmgr/config/csr",
        "{\"service\":\"tomcat\",\"keyLength\":512}",
        HttpStatusCode.BadRequest,
        "KeyUnknown"
    )]
    [InlineData(
        "POST",
        "/platformcom/api/v1/certmgr/config/csr",
        "{\"service\":\"cup\",\"distribution\":\"multi-server\"}",
        HttpStatusCode.BadRequest,
        "CsrMultiServer"
    )]
    [InlineData(
        "POST",
        "/platformcom/api/v1/certmgr/config/csr",
        "{\"service\":\"cup\",\"distribution\":\"all\"}",
        HttpStatusCode.BadRequest,
        "DistributionUnknown: all"
    )]
    [InlineData(
        "POST",
        "/platformcom/api/v1/certmgr/config/csr",
        "{\"service\":\"cup\",\"altNames\":[\"a_b\"]}",
        HttpStatusCode.BadRequest,
        "CsrNameMalformed: a_b"
    )]
    [InlineData(
        "POST",
        "/platformcom/api/v1/certmgr/config/csr",
        "{\"service\":\"cup\",\"altNames\":[null]}",
        HttpStatusCode.BadRequest,
        "CsrNameMalformed"
    )]
    [InlineData(
        "POST",
        "/platformcom/api/v1/certmgr/config/csr",
        "{\"service\":\"cup\",\"altNames\":[\"a b\"]}",
        HttpStatusCode.BadRequest,
        "CsrNameMalformed: a b"
    )]
    [InlineData(
        "POST",
        "/platformcom/api/v1/certmgr/config/csr",
        "{\"service\":\"cup\",\"altNames\":[\"xn--a.example\"]}",
        HttpStatusCode.BadRequest,
        "CsrNameMalformed: xn--a.example"
    )]
    [InlineData(
        "POST",
        "/platformcom/api/v1/certmgr/config/csr",
        "{\"service\":\"cup\",\"hashAlgorithm\":\"sha1\"}",
        HttpStatusCode.BadRequest,
        "HashUnknown: sha1"
    )]
    [InlineData(
        "POST",
        "/platformcom/api/v1/certmgr/config/csr",
        "{\"service\":\"nobody\"}",
        HttpStatusCode.BadRequest,
        "ServiceUnknown: nobody"
    )]
    [InlineData(
        "POST",
        "/platformcom/api/v1/certmgr/config/identity/certificates",
        "{\"service\":\"tomcat\",\"certificates\":[\"x\"]}",
        HttpStatusCode.BadRequest,
        "UploadNoRequest"
    )]
    [InlineData(
        "POST",
        "/platformcom/api/v1/certmgr/config/trust/certificates",
        "{\"service\":[\"tomcat\"],\"certificates\":[]}",
        HttpStatusCode.BadRequest,
        "UploadFileEmpty"
    )]
    [InlineData(
        "POST",
        "/platformcom/api/v1/certmgr/config/trust/certificates",
        "{\"service\":[],\"certificates\":[\"x\"]}",
        HttpStatusCode.BadRequest,
        "ServiceMissing"
    )]
    [InlineData(
        "DELETE",
        "/platformcom/api/v1/certmgr/config/trust/certificates",
        null,
        HttpStatusCode.MethodNotAllowed,
        ""
    )]
    public async Task What_is_wrong_with_a_request_is_said_in_its_answer(
        string method,
        string path,
        string? body,
        HttpStatusCode status,
        string message
    )
    {
        await using var clusters = await TwoClusters.StartAsync();
        using var http = Http(clusters.Seoul.Topology.Publisher.Name);
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = body is null
                ? null
                : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new(
            "Basic",
            Convert.ToBase64String(
                Encoding.UTF8.GetBytes(
                    $"{Lab.PlatformUser.Username}:{Lab.PlatformUser.Password}"
                )
            )
        );
        using var response = await http.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
        Assert.Contains(
            message,
            await response.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_account_with_another_role_is_refused_and_no_answer_holds_a_private_key()
    {
        await using var clusters = await TwoClusters.StartAsync();
        using var http = Http(clusters.Seoul.Topology.Publisher.Name);
        foreach (
            var (account, status) in new[]
            {
                (Lab.ApplicationUser, HttpStatusCode.Forbidden),
                (Lab.Operator, HttpStatusCode.Forbidden),
            }
        )
        {
            var refused = await Assert.ThrowsAsync<CertificateManagementException>(() =>
                new CertificateManagementClient(
                    http,
                    account.Username,
                    account.Password
                ).SnapshotAsync(CancellationToken.None)
            );
            Assert.Equal(status, refused.Status);
        }

        var client = new CertificateManagementClient(
            http,
            Lab.PlatformUser.Username,
            Lab.PlatformUser.Password
        );
        await client.RequestAsync(new CsrRequest("tomcat", "ec"), CancellationToken.None);
        Assert.DoesNotContain(
            "PRIVATE",
            System.Text.Json.JsonSerializer.Serialize(
                await client.SnapshotAsync(CancellationToken.None)
            ),
            StringComparison.OrdinalIgnoreCase
        );
    }

    private static HttpClient Http(NodeName node) =>
        new(
            new SocketsHttpHandler
            {
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        )
        {
            BaseAddress = new Uri($"https://{node}:8443"),
        };
}
