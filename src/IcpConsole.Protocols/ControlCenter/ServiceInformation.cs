namespace IcpConsole.Protocols.ControlCenter;

/// <summary>State of a service. The names are those on the wire.</summary>
public enum ServiceStatus
{
    /// <summary>Also what stands for a word that the WSDL does not have.</summary>
    Unknown,
    Started,
    Stopped,
    Starting,
    Stopping,
}

/// <summary>A service at one moment.</summary>
/// <param name="ServiceName">Its name.</param>
/// <param name="ServiceStatus">Its state.</param>
/// <param name="ReasonCode">One of <see cref="ControlCenterReason"/>, or of those not named
/// there.</param>
/// <param name="ReasonCodeString">The same in English; "" when there is nothing to tell.</param>
/// <param name="StartTime">When it was started, in the node's own time and form, which is not
/// published; "" when it was not.</param>
/// <param name="UpTime">Seconds since then; <see cref="NotStarted"/> when it was not.</param>
public sealed record ServiceInformation(
    string ServiceName,
    ServiceStatus ServiceStatus,
    int ReasonCode,
    string ReasonCodeString,
    string StartTime,
    long UpTime
)
{
    /// <summary>The uptime of a service that does not run.</summary>
    public const long NotStarted = -1;
}

/// <summary>The answer to a <see cref="ServiceRequest"/>.</summary>
/// <param name="ReturnCode"><see cref="Success"/>, or anything else for a failure.</param>
/// <param name="ReasonCode">Why, as in <see cref="ServiceInformation"/>.</param>
/// <param name="ReasonString">The same in English; "" when there is nothing to tell.</param>
/// <param name="Services">The services asked for, after what was done.</param>
public sealed record ServiceInformationResponse(
    string ReturnCode,
    int ReasonCode,
    string ReasonString,
    IReadOnlyList<ServiceInformation> Services
)
{
    /// <summary>The return code of what succeeded.</summary>
    public const string Success = "0";

    public bool Succeeded => ReturnCode == Success;
}
