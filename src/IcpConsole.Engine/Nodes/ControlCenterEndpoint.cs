using System.Globalization;
using System.Threading.RateLimiting;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Services;
using IcpConsole.Engine.Users;
using IcpConsole.Protocols.ControlCenter;
using IcpConsole.Protocols.Soap;
using Microsoft.AspNetCore.Http;
using WireStatus = IcpConsole.Protocols.ControlCenter.ServiceStatus;

namespace IcpConsole.Engine.Nodes;

/// <summary>
/// Control Center Services of a node, for users with the Serviceability role (Cisco, <em>Control
/// Center Services API</em>): both endpoints, this node alone. A refusal is an answer with its
/// reason code, and a request that is none a fault.
/// </summary>
internal sealed class ControlCenterEndpoint(
    ClusterContext cluster,
    Node node,
    HostedServices services,
    ApplicationLogin logins
) : IDisposable
{
    /// <summary>Enough for a page that looks every few seconds.</summary>
    private const int PerMinute = 60;

    private const int PerMinuteOfAccount = 240;

    /// <summary>
    /// Each caller has a share; the console's own heartbeats and looks at its nodes are not
    /// counted.
    /// </summary>
    private readonly Shares<Caller> _rate = new(
        PartitionedRateLimiter.Create<Caller, string>(caller =>
            ShareOf(caller, caller.Key, PerMinute)
        ),
        PartitionedRateLimiter.Create<Caller, string>(caller =>
            ShareOf(caller, caller.Username, PerMinuteOfAccount)
        )
    );

    public static bool Is(PathString path) =>
        path.Equals(ControlCenterSchema.Path, StringComparison.OrdinalIgnoreCase)
        || path.Equals(ControlCenterSchema.ExtendedPath, StringComparison.OrdinalIgnoreCase);

    public void Dispose() => _rate.Dispose();

    public async Task AnswerAsync(HttpContext context)
    {
        if (ServiceDescription.IsAskedFor(context.Request))
        {
            var name = context.Request.Path.Equals(
                ControlCenterSchema.ExtendedPath,
                StringComparison.OrdinalIgnoreCase
            )
                ? "controlcenter-extended"
                : "controlcenter";
            await ServiceDescription.AnswerAsync(context, node, name);
            return;
        }

        if (
            await logins.AdmitAsync(
                context,
                ApplicationRoles.Serviceability,
                "Cisco Control Center",
                HttpMethods.Post
            )
            is not { } caller
        )
            return;
        using var answer = new MemoryStream();
        context.Response.StatusCode = await AnswerAsync(
            caller,
            context.Request,
            answer,
            context.RequestAborted
        )
            ? StatusCodes.Status200OK
            : StatusCodes.Status500InternalServerError;
        context.Response.ContentType = ControlCenterSchema.ContentType;
        context.Response.ContentLength = answer.Length;
        answer.Position = 0;
        await answer.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <returns>Whether it is an answer, and not a fault.</returns>
    private async Task<bool> AnswerAsync(
        Caller caller,
        HttpRequest http,
        Stream answer,
        CancellationToken cancellationToken
    )
    {
        using var share = _rate.AttemptAcquire(caller);
        if (!share.IsAcquired)
            return Fault(
                answer,
                ControlCenterResponses.Throttled(PerMinute),
                clientFault: false
            );
        if (!SoapCharset.TryRead(http.ContentType, out var charset))
            return Fault(answer, SoapCharset.Unknown, clientFault: true);
        ControlCenterRequest request;
        try
        {
            request = await ControlCenterRequestReader.ReadAsync(
                http.Body,
                charset,
                cancellationToken
            );
        }
        catch (Exception e) when (e is ControlCenterException or BadHttpRequestException)
        {
            return Fault(answer, e.Message, clientFault: true);
        }

        if (
            request is ControlServicesExtendedRequest
            && !http.Path.Equals(
                ControlCenterSchema.ExtendedPath,
                StringComparison.OrdinalIgnoreCase
            )
        )
            return Fault(
                answer,
                $"Operation '{request.Operation}' is one of {ControlCenterSchema.ExtendedPath}.",
                clientFault: true
            );
        var named = (request as ControlServicesRequest)?.NodeName
            ?? (request as ServiceDeploymentRequest)?.NodeName;
        if (named is not null && !IsThisNode(named))
            return Fault(
                answer,
                $"'{named}' is not this node, {node.Name}, and each node answers for itself alone.",
                clientFault: true
            );
        switch (request)
        {
            case StaticServiceListRequest:
                ControlCenterResponses.WriteStaticServiceList(
                    answer,
                    services.Of(node.Name).Select(s => Specification(s.Service))
                );
                break;
            case ProductInformationRequest:
                ControlCenterResponses.WriteProductInformation(
                    answer,
                    new ProductInformation(
                        cluster.Traits.Release.Dotted(),
                        cluster.Topology.Publisher.Name.Value,
                        node.Name == cluster.Topology.Publisher.Name ? "" : node.Name.Value,
                        [],
                        [
                            .. services
                                .Of(node.Name)
                                .Select(s => new ProductService(
                                    Specification(s.Service),
                                    "Common"
                                )),
                        ]
                    )
                );
                break;
            case ServiceRequest asked:
                ControlCenterResponses.WriteServiceInformation(
                    answer,
                    asked,
                    await DoAsync(asked, cancellationToken)
                );
                break;
        }

        return true;
    }

    private async Task<ServiceInformationResponse> DoAsync(
        ServiceRequest request,
        CancellationToken cancellationToken
    )
    {
        ServiceAction? action = request switch
        {
            ControlServicesRequest { ControlType: var type } => Action(type),
            ControlServicesExtendedRequest { ControlType: var type } => Action(type),
            ServiceDeploymentRequest { DeployType: var type } => type == DeployType.Deploy
                ? ServiceAction.Activate
                : ServiceAction.Deactivate,
            _ => null,
        };
        var names =
            request.Services.Count > 0
                ? request.Services
                : [.. services.Of(node.Name).Select(s => s.Service.Name)];
        var informations = new List<ServiceInformation>();
        var failure = ControlCenterReason.None;
        foreach (var name in names)
        {
            var refusal = ControlCenterReason.None;
            if (
                ServiceCatalogue.Find(name) is { } service
                && action is { } wanted
                && await services.DoAsync(node.Name, service, wanted, cancellationToken)
                    is { } problem
            )
                refusal = ReasonOf(problem);
            var information = Information(name);
            informations.Add(
                refusal == ControlCenterReason.None
                    ? information
                    : information with
                    {
                        ReasonCode = refusal,
                        ReasonCodeString = ControlCenterReason.TextOf(refusal),
                    }
            );
            if (failure == ControlCenterReason.None)
                failure =
                    refusal != ControlCenterReason.None ? refusal
                    : information.ReasonCode == ControlCenterReason.NoSuchService
                        ? information.ReasonCode
                    : failure;
        }

        var returnCode =
            failure == ControlCenterReason.None ? ServiceInformationResponse.Success : "1";
        return new ServiceInformationResponse(
            returnCode,
            failure,
            ControlCenterReason.TextOf(failure),
            informations
        );
    }

    private ServiceInformation Information(string name)
    {
        var status = services.Of(node.Name).FirstOrDefault(s => s.Service.Name == name);
        return status?.State switch
        {
            ServiceState.Running => Of(WireStatus.Started, ControlCenterReason.None),
            ServiceState.Starting => Of(WireStatus.Starting, ControlCenterReason.None),
            ServiceState.Stopping => Of(WireStatus.Stopping, ControlCenterReason.None),
            ServiceState.Stopped => Of(
                WireStatus.Stopped,
                ControlCenterReason.CommandedOutOfService
            ),
            ServiceState.Deactivated => Of(
                WireStatus.Stopped,
                ControlCenterReason.NotActivated
            ),
            ServiceState.Absent => Of(WireStatus.Unknown, ControlCenterReason.NotSupported),
            _ => Of(WireStatus.Unknown, ControlCenterReason.NoSuchService),
        };

        ServiceInformation Of(WireStatus state, int reason)
        {
            var started = state == WireStatus.Started ? status?.Since : null;
            return new ServiceInformation(
                name,
                state,
                reason,
                ControlCenterReason.TextOf(reason),
                started?.ToString("ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture)
                    ?? "",
                started is { } since
                    ? (long)(cluster.Time.GetUtcNow() - since).TotalSeconds
                    : ServiceInformation.NotStarted
            );
        }
    }

    private static ServiceSpecification Specification(NodeService service) =>
        new(
            service.Name,
            service == ServiceCatalogue.AxlWebService
                ? ServiceType.Servlet
                : ServiceType.Service,
            service.IsFeature,
            GroupName(service.Group),
            [.. ServiceCatalogue.All.Where(s => s.Needs.Contains(service)).Select(s => s.Name)]
        );

    private static string GroupName(ServiceGroup group) =>
        group switch
        {
            ServiceGroup.DatabaseAndAdmin => "Database and Admin Services",
            ServiceGroup.PerformanceAndMonitoring => "Performance and Monitoring Services",
            ServiceGroup.ImAndPresence => "IM and Presence Services",
            ServiceGroup.BackupAndRestore => "Backup and Restore Services",
            ServiceGroup.System => "System Services",
            ServiceGroup.Platform => "Platform Services",
            ServiceGroup.Database => "Database Services",
            _ => "SOAP Services",
        };

    private static ServiceAction Action(ControlType type) =>
        type switch
        {
            ControlType.Start => ServiceAction.Start,
            ControlType.Stop => ServiceAction.Stop,
            _ => ServiceAction.Restart,
        };

    private static int ReasonOf(Problem problem) =>
        problem switch
        {
            ServiceNotOnNode => ControlCenterReason.NoSuchService,
            ServiceAbsent or ServiceNotFeature => ControlCenterReason.NotSupported,
            ServiceReserved => ControlCenterReason.ReservedForPlatform,
            ServiceAlreadyStarted or ServiceAlreadyActivated =>
                ControlCenterReason.AlreadyStarted,
            ServiceAlreadyStopped => ControlCenterReason.AlreadyStopped,
            ServiceChanging => ControlCenterReason.TransitionNotAllowed,
            ServiceNeeds => ControlCenterReason.DependencyNotActive,
            ServiceNotActivated => ControlCenterReason.NotActivated,
            _ => ControlCenterReason.NotRunning,
        };

    private bool IsThisNode(string name) =>
        NodeName.TryParse(name, out var parsed)
        && (parsed == node.Name || parsed.Value == node.Address.ToString());

    private static RateLimitPartition<string> ShareOf(
        Caller caller,
        string key,
        int perMinute
    ) =>
        caller.IsOwn
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetSlidingWindowLimiter(
                key,
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = perMinute,
                    Window = TimeSpan.FromMinutes(1),
                    SegmentsPerWindow = 12,
                }
            );

    private static bool Fault(Stream answer, string message, bool clientFault)
    {
        ControlCenterResponses.WriteFault(answer, message, clientFault);
        return false;
    }
}
