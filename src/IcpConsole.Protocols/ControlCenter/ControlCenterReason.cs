namespace IcpConsole.Protocols.ControlCenter;

/// <summary>
/// Reason codes of services, with the words of Cisco's own service manager: those, of -1000 to
/// -1075, that the services of an IM and Presence node can come to.
/// </summary>
public static class ControlCenterReason
{
    /// <summary>Nothing to tell: the service is as it should be.</summary>
    public const int None = -1;

    public const int NoSuchService = -1010;
    public const int ReservedForPlatform = -1011;
    public const int BadArguments = -1012;
    public const int NotRunning = -1019;
    public const int TimedOut = -1031;
    public const int DependencyNotActive = -1037;
    public const int AlreadyStarted = -1039;
    public const int AlreadyStopped = -1040;
    public const int TransitionNotAllowed = -1042;
    public const int NotSupported = -1045;
    public const int PendingOnActiveDependents = -1049;
    public const int NotActivated = -1068;
    public const int CommandedOutOfService = -1069;

    /// <summary>What <c>ReasonCodeString</c> says, in English on every node.</summary>
    /// <returns>"" for <see cref="None"/> and for a code that is not named here.</returns>
    public static string TextOf(int code) =>
        code switch
        {
            NoSuchService => "No such service",
            ReservedForPlatform => "Component is reserved for platform",
            BadArguments => "Bad arguments",
            NotRunning => "Component is not running",
            TimedOut => "Operation timed-out",
            DependencyNotActive => "Dependency is not in active state",
            AlreadyStarted => "Component already started",
            AlreadyStopped => "Component already stopped",
            TransitionNotAllowed => "Requested process state transition not allowed",
            NotSupported => "Operation not supported",
            PendingOnActiveDependents => "Operation pending on active dependents",
            NotActivated => "Service Not Activated",
            CommandedOutOfService => "Commanded Out of Service",
            _ => "",
        };
}
