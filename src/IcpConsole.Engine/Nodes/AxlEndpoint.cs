using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Users;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.Soap;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Published;
using Microsoft.AspNetCore.Http;

namespace IcpConsole.Engine.Nodes;

/// <summary>
/// Cisco AXL Web Service of a node: <c>POST /axl/</c>. Statuses and faults are the real product's
/// (Cisco, <em>AXL Developer Guide</em>): 401 login, 403 role, 404 stopped while Tomcat runs, 405
/// neither POST nor GET, 503 throttled, 599 schema version, 500 with a SOAP fault for the rest. GET
/// shows that it works, or its WSDL.
/// </summary>
internal sealed class AxlEndpoint(
    ClusterContext cluster,
    Node node,
    ApplicationLogin logins,
    AxlObjects objects,
    AxlLanes lanes
) : IDisposable
{
    public void Dispose() => lanes.Dispose();

    public async Task AnswerAsync(HttpContext context)
    {
        if (!cluster.Services.Runs(node.Name, ServiceCatalogue.AxlWebService))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (ServiceDescription.IsAskedFor(context.Request))
        {
            await ServiceDescription.AnswerAsync(context, node, "axl", SchemaVersion);
            return;
        }

        if (
            await logins.AdmitAsync(
                context,
                ApplicationRole.ReadsAxl,
                "Cisco AXL",
                HttpMethods.Post,
                HttpMethods.Get,
                HttpMethods.Head
            )
            is not { } caller
        )
            return;
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(AxlResponses.WorksBody, context.RequestAborted);
            return;
        }

        var (request, fault) = await ReadAsync(context);
        if (request is not null && ChangesWithoutRole(request, caller))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var lane = lanes.Of(caller);
        using var place = await lane.EnterAsync(caller, context.RequestAborted);
        if (!place.IsAcquired)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "1";
            return;
        }

        using var answer = new AxlBuffer(lane.Memory);
        var status = request is null
            ? Fault(answer, null, -1, fault, clientFault: true)
            : await AnswerAsync(request, caller, answer, context.RequestAborted);
        context.Response.StatusCode = status;
        context.Response.ContentType =
            status == AxlResponses.WrongVersionStatus
                ? "text/html; charset=utf-8"
                : AxlSchema.ContentType;
        context.Response.ContentLength = answer.Length;
        answer.Position = 0;
        await answer.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>Of the cluster's own release.</summary>
    private string SchemaVersion =>
        cluster.Traits.Release switch
        {
            Release.V125 => "12.5",
            Release.V14 => "14.0",
            _ => "15.0",
        };

    private static bool ChangesWithoutRole(AxlRequest request, Caller caller) =>
        request.Operation == "updateServiceParameter"
        && !caller.Roles.HasAny(ApplicationRoles.AxlApiAccess);

    private static async Task<(AxlRequest? Request, string Fault)> ReadAsync(
        HttpContext context
    )
    {
        if (!SoapCharset.TryRead(context.Request.ContentType, out var charset))
            return (null, SoapCharset.Unknown);
        try
        {
            return (
                await AxlRequestReader.ReadAsync(
                    context.Request.Body,
                    charset,
                    context.RequestAborted
                ),
                ""
            );
        }
        catch (Exception e) when (e is AxlException or BadHttpRequestException)
        {
            return (null, e.Message);
        }
    }

    private async Task<int> AnswerAsync(
        AxlRequest request,
        Caller caller,
        AxlBuffer answer,
        CancellationToken cancellationToken
    )
    {
        if (!AxlSchema.Versions.Contains(request.Version))
            return WrongVersion(answer);
        try
        {
            return await DoAsync(request, caller, answer, cancellationToken);
        }
        catch (AxlException e)
        {
            return Fault(answer, request, e.Code ?? -1, e.Message, clientFault: true);
        }
    }

    /// <exception cref="AxlException">The operation does not take what it was given.</exception>
    private async Task<int> DoAsync(
        AxlRequest request,
        Caller caller,
        AxlBuffer answer,
        CancellationToken cancellationToken
    )
    {
        switch (request.Operation)
        {
            case "getCCMVersion":
                AxlResponses.WriteVersion(answer, request, cluster.Traits.Release.Dotted());
                break;
            case "executeSQLQuery" when request.Sql is not null:
                return await QueryAsync(request, caller, answer, cancellationToken);
            case "executeSQLQuery":
                throw new AxlException(AxlError.Malformed, "The sql element is missing.");
            case "listProcessNode":
                AxlResponses.WriteProcessNodes(answer, request, objects.ListNodes(request));
                break;
            case "listServiceParameter":
                AxlResponses.WriteServiceParameters(
                    answer,
                    request,
                    objects.ListParameters(request)
                );
                break;
            case "getServiceParameter":
                AxlResponses.WriteServiceParameters(
                    answer,
                    request,
                    [objects.GetParameter(request)]
                );
                break;
            case "updateServiceParameter":
                AxlResponses.WriteUpdated(
                    answer,
                    request,
                    await objects.UpdateParameterAsync(request, caller, cancellationToken)
                );
                break;
            default:
                throw new AxlException(
                    AxlError.Malformed,
                    $"Operation '{request.Operation}' is not supported on this node."
                );
        }

        return StatusCodes.Status200OK;
    }

    private async Task<int> QueryAsync(
        AxlRequest request,
        Caller caller,
        AxlBuffer answer,
        CancellationToken cancellationToken
    )
    {
        QueryRefusal? refusal;
        string? overflow;
        // Closed before a fault is written over what it wrote.
        using (var rows = new AxlAnswerRows(answer, request))
        {
            refusal = await cluster.Database.Published.RunAsync(
                request.Sql!,
                new QueryCaller(caller.Key, lanes.IsKnown(caller)),
                rows,
                cancellationToken
            );
            overflow = rows.Overflow;
        }

        if (refusal is not null)
            return Fault(answer, request, refusal.Code, refusal.Message, clientFault: true);
        return overflow is null
            ? StatusCodes.Status200OK
            : Fault(answer, request, -1, overflow, clientFault: false);
    }

    private static int WrongVersion(AxlBuffer answer)
    {
        answer.Write(System.Text.Encoding.UTF8.GetBytes(AxlResponses.WrongVersionBody));
        return AxlResponses.WrongVersionStatus;
    }

    private static int Fault(
        AxlBuffer answer,
        AxlRequest? request,
        int code,
        string message,
        bool clientFault
    )
    {
        answer.SetLength(0);
        AxlResponses.WriteFault(answer, request?.Operation, code, message, clientFault);
        return StatusCodes.Status500InternalServerError;
    }
}
