using System.Net;
using System.Text;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Clusters;
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
        var client = new CertificateManagementClient(http, Lab.PlatformUser.Username, Lab.PlatformUser.Password);
        using var root = TestAuthority.Root("Lab Root");
        var request = await client.RequestAsync(new CsrRequest("cup-xmpp", "ec", 256), CancellationToken.None);
        using var leaf = root.Sign(request);
        var upload = new IdentityUpload("cup-xmpp", [leaf.ExportCertificatePem()]);
        var refused = await Assert.ThrowsAsync<CertificateManagementException>(() => client.UploadIdentityAsync(upload, CancellationToken.None));
        Assert.Equal((HttpStatusCode.BadRequest, "UploadIssuerMissing: CN=Lab Root, cup-xmpp-trust"), (refused.Status, refused.Message));
        await client.UploadTrustAsync(new TrustUpload(["tomcat", "cup-xmpp"], [root.Pem]), CancellationToken.None);
        // A store that has it already keeps nobody from the next one.
        await client.UploadTrustAsync(new TrustUpload(["tomcat", "cup"], [root.Pem]), CancellationToken.None);
        await client.UploadIdentityAsync(upload, CancellationToken.None);
        // All or none: what is refused has changed nothing.
        using var second = TestAuthority.Root("Second Root");
        var half = await Assert.ThrowsAsync<CertificateManagementException>(() => client.UploadTrustAsync(new TrustUpload(["tomcat", "nonsense"], [second.Pem]), CancellationToken.None));
        Assert.Equal("ServiceUnknown: nonsense", half.Message);
        Assert.DoesNotContain((await client.SnapshotAsync(CancellationToken.None)).Trusts.SelectMany(t => t.CertificateData), d => d.Certificate == second.Pem);

        var snapshot = await client.SnapshotAsync(CancellationToken.None);
        Assert.Equal((node.Value, 4), (snapshot.Server, snapshot.Identities.Count));
        Assert.Equal(["tomcat-trust", "cup-trust", "cup-xmpp-trust"], snapshot.Trusts.Where(t => t.CertificateData.Any(d => d.Certificate == root.Pem)).Select(t => t.Service));
        var notice = Assert.Single(clusters.Seoul.Services!.Notices);
        Assert.Equal((node, "Cisco XCP Router"), (notice.Node, notice.Service.Name));
    }

    [Theory]
    [InlineData("GET", "/platformcom/api/v1/certmgr/config/identity/certificate?service=nobody", null, HttpStatusCode.NotFound, "ServiceUnknown: nobody")]
    [InlineData("GET", "/platformcom/api/v1/certmgr/config/elsewhere", null, HttpStatusCode.NotFound, "PathUnknown")]
    [InlineData("POST", "/platformcom/api/v1/certmgr/config/csr", "{", HttpStatusCode.BadRequest, "RequestMalformed")]
    [InlineData("POST", "/platformcom/api/v1/certmgr/config/csr", "{\"service\":\"tomcat\",\"keyLength\":512}", HttpStatusCode.BadRequest, "KeyUnknown")]
    [InlineData("POST", "/platformcom/api/v1/certmgr/config/csr", "{\"service\":\"nobody\"}", HttpStatusCode.BadRequest, "ServiceUnknown: nobody")]
    [InlineData("POST", "/platformcom/api/v1/certmgr/config/identity/certificates", "{\"service\":\"tomcat\",\"certificates\":[\"x\"]}", HttpStatusCode.BadRequest, "UploadNoRequest")]
    [InlineData("POST", "/platformcom/api/v1/certmgr/config/trust/certificates", "{\"service\":[\"tomcat\"],\"certificates\":[]}", HttpStatusCode.BadRequest, "UploadFileEmpty")]
    [InlineData("POST", "/platformcom/api/v1/certmgr/config/trust/certificates", "{\"service\":[],\"certificates\":[\"x\"]}", HttpStatusCode.BadRequest, "ServiceMissing")]
    [InlineData("DELETE", "/platformcom/api/v1/certmgr/config/trust/certificates", null, HttpStatusCode.MethodNotAllowed, "")]
    public async Task What_is_wrong_with_a_request_is_said_in_its_answer(string method, string path, string? body, HttpStatusCode status, string message)
    {
        await using var clusters = await TwoClusters.StartAsync();
        using var http = Http(clusters.Seoul.Topology.Publisher.Name);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Lab.PlatformUser.Username}:{Lab.PlatformUser.Password}")));
        using var response = await http.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
        Assert.Contains(message, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_with_another_role_is_refused_and_no_answer_holds_a_private_key()
    {
        await using var clusters = await TwoClusters.StartAsync();
        using var http = Http(clusters.Seoul.Topology.Publisher.Name);
        foreach (var (account, status) in new[] { (Lab.ApplicationUser, HttpStatusCode.Forbidden), (Lab.Operator, HttpStatusCode.Forbidden) })
        {
            var refused = await Assert.ThrowsAsync<CertificateManagementException>(() => new CertificateManagementClient(http, account.Username, account.Password).SnapshotAsync(CancellationToken.None));
            Assert.Equal(status, refused.Status);
        }

        var client = new CertificateManagementClient(http, Lab.PlatformUser.Username, Lab.PlatformUser.Password);
        await client.RequestAsync(new CsrRequest("tomcat", "ec"), CancellationToken.None);
        Assert.DoesNotContain("PRIVATE", System.Text.Json.JsonSerializer.Serialize(await client.SnapshotAsync(CancellationToken.None)), StringComparison.OrdinalIgnoreCase);
    }

    private static HttpClient Http(NodeName node) =>
        new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } }) { BaseAddress = new Uri($"https://{node}:8443") };
}
