using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Engine.Services;
using IcpConsole.Engine.Users;
using IcpConsole.Protocols.Axl;
using Microsoft.AspNetCore.Http;

namespace IcpConsole.Engine.Nodes;

/// <summary>What Cisco Tomcat of a node answers.</summary>
internal sealed class TomcatEndpoints(
    AxlEndpoint axl,
    ControlCenterEndpoint controlCenter,
    CertificateEndpoint certificates
) : IDisposable
{
    public Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (AxlSchema.IsPath(path))
            return axl.AnswerAsync(context);
        if (ControlCenterEndpoint.Is(path))
            return controlCenter.AnswerAsync(context);
        if (CertificateEndpoint.Is(path))
            return certificates.AnswerAsync(context);
        context.Response.StatusCode = (int)HttpStatusCode.NotFound;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        axl.Dispose();
        controlCenter.Dispose();
    }

    /// <summary>Makes them for the nodes of a cluster.</summary>
    internal sealed class Factory(
        ClusterContext cluster,
        ApplicationLogin logins,
        HostedServices services,
        HostedCertificates certificates,
        AxlObjects objects
    )
    {
        public TomcatEndpoints For(Node node, KnownAddresses known) =>
            new(
                new AxlEndpoint(cluster, node, logins, objects, new AxlLanes(known)),
                new ControlCenterEndpoint(cluster, node, services, logins),
                new CertificateEndpoint(node.Name, certificates, logins)
            );
    }
}
