using IcpConsole.Domain.Clusters;
using IcpConsole.Protocols.Soap;
using Microsoft.AspNetCore.Http;

namespace IcpConsole.Engine.Nodes;

/// <summary>
/// The WSDL of an interface, for whoever asks with GET and <c>?wsdl</c>: it says nothing of the
/// cluster, so that no login is asked for.
/// </summary>
internal static class ServiceDescription
{
    public static bool IsAskedFor(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Query.Keys.Contains("wsdl", StringComparer.OrdinalIgnoreCase);

    /// <param name="context">Of the request.</param>
    /// <param name="node">That was asked.</param>
    /// <param name="name">Of the description.</param>
    /// <param name="version">Of the schema, for AXL.</param>
    public static async Task AnswerAsync(
        HttpContext context,
        Node node,
        string name,
        string version = ""
    )
    {
        context.Response.ContentType = "text/xml; charset=utf-8";
        var text = Wsdl.Write(name, AddressOf(context, node), version);
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>
    /// By the name that the client knows the node by, where it is one: its certificate is held
    /// against that.
    /// </summary>
    private static Uri AddressOf(HttpContext context, Node node)
    {
        var host = context.Request.Host.Host;
        return new UriBuilder(
            Uri.UriSchemeHttps,
            NodeName.TryParse(host, out _) ? host : node.Name.Value,
            context.Connection.LocalPort,
            context.Request.Path
        ).Uri;
    }
}
