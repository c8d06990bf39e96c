using System.Threading.RateLimiting;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Users;
using IcpConsole.Protocols.Axl;
using IcpConsole.Storage.Peering;
using Microsoft.AspNetCore.Http;

namespace IcpConsole.Engine.Peering;

/// <summary>
/// Cisco AXL Web Service of a node: <c>POST /axl/</c>. Statuses and faults are the real product's (Cisco, <em>AXL Developer Guide</em>):
/// 401 login, 403 role, 404 stopped while Tomcat runs, 405 not POST, 503 throttled, 599 schema version, 500 with a SOAP fault for the rest.
/// </summary>
internal sealed class AxlEndpoint(string version, ApplicationLogin logins, PublishedQuery published, AxlObjects objects, Func<bool> runs)
{
    /// <summary>Requests answered at once; a pass has one in flight, so this serves a mesh of 30 several times over.</summary>
    private const int MaxConcurrent = 16;

    private const int MaxWaiting = 128;

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = MaxConcurrent, QueueLimit = MaxWaiting });
    private readonly AxlMemory _memory = new();

    public async Task AnswerAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        if (!runs())
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!await logins.AdmitAsync(context, ApplicationRole.AxlApiAccess, "Cisco AXL")) return;
        using var lease = await _limiter.AcquireAsync(1, cancellationToken);
        if (!lease.IsAcquired)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "1";
            return;
        }

        using var answer = new AxlBuffer(_memory);
        var status = await AnswerAsync(context.Request.Body, answer, cancellationToken);
        context.Response.StatusCode = status;
        context.Response.ContentType = status == AxlResponses.WrongVersionStatus ? "text/html; charset=utf-8" : AxlSchema.ContentType;
        context.Response.ContentLength = answer.Length;
        answer.Position = 0;
        await answer.CopyToAsync(context.Response.Body, cancellationToken);
    }

    private async Task<int> AnswerAsync(Stream body, AxlBuffer answer, CancellationToken cancellationToken)
    {
        AxlRequest request;
        try
        {
            request = await AxlRequestReader.ReadAsync(body, cancellationToken);
        }
        catch (AxlException e)
        {
            return Fault(answer, null, -1, e.Message, clientFault: true);
        }
        catch (BadHttpRequestException e)
        {
            return Fault(answer, null, -1, e.Message, clientFault: true);
        }

        if (!AxlSchema.Versions.Contains(request.Version)) return WrongVersion(answer);
        try
        {
            return await AnswerAsync(request, answer, cancellationToken);
        }
        catch (AxlException e)
        {
            return Fault(answer, request, e.Code ?? -1, e.Message, clientFault: true);
        }
    }

    /// <exception cref="AxlException">The operation does not take what it was given.</exception>
    private async Task<int> AnswerAsync(AxlRequest request, AxlBuffer answer, CancellationToken cancellationToken)
    {
        switch (request.Operation)
        {
            case "getCCMVersion":
                AxlResponses.WriteVersion(answer, request, version);
                break;
            case "executeSQLQuery" when request.Sql is not null:
                return Query(request, answer, cancellationToken);
            case "executeSQLQuery":
                throw new AxlException(AxlError.Malformed, "The sql element is missing.");
            case "listProcessNode":
                AxlResponses.WriteProcessNodes(answer, request, objects.ListNodes(request));
                break;
            case "listServiceParameter":
                AxlResponses.WriteServiceParameters(answer, request, objects.ListParameters(request));
                break;
            case "getServiceParameter":
                AxlResponses.WriteServiceParameters(answer, request, [objects.GetParameter(request)]);
                break;
            case "updateServiceParameter":
                AxlResponses.WriteUpdated(answer, request, await objects.UpdateParameterAsync(request, cancellationToken));
                break;
            default:
                throw new AxlException(AxlError.Malformed, $"Operation '{request.Operation}' is not supported on this node.");
        }

        return StatusCodes.Status200OK;
    }

    private int Query(AxlRequest request, AxlBuffer answer, CancellationToken cancellationToken)
    {
        QueryRefusal? refusal;
        string? overflow;
        // Closed before a fault is written over what it wrote.
        using (var rows = new AxlAnswerRows(answer, request))
        {
            refusal = published.Run(request.Sql!, rows, cancellationToken);
            overflow = rows.Overflow;
        }

        if (refusal is not null) return Fault(answer, request, refusal.Code, refusal.Message, clientFault: true);
        return overflow is null ? StatusCodes.Status200OK : Fault(answer, request, -1, overflow, clientFault: false);
    }

    private static int WrongVersion(AxlBuffer answer)
    {
        answer.Write(System.Text.Encoding.UTF8.GetBytes(AxlResponses.WrongVersionBody));
        return AxlResponses.WrongVersionStatus;
    }

    private static int Fault(AxlBuffer answer, AxlRequest? request, int code, string message, bool clientFault)
    {
        answer.SetLength(0);
        AxlResponses.WriteFault(answer, request?.Operation, code, message, clientFault);
        return StatusCodes.Status500InternalServerError;
    }
}
