namespace IcpConsole.Protocols.ControlCenter;

/// <summary>How an exchange with Control Center Services can fail once bytes flow.</summary>
public enum ControlCenterError
{
    /// <summary>
    /// The message is not what Control Center Services define, or exceeds a bound.
    /// </summary>
    Malformed,

    /// <summary>401: name or password is wrong.</summary>
    Unauthorized,

    /// <summary>403: the login is good, but may not manage services.</summary>
    Forbidden,

    /// <summary>404: Tomcat answers, Control Center Services do not run.</summary>
    NotFound,

    /// <summary>
    /// 429, 503, or a SOAP fault that says so: asked too often. Clients of the real product wait
    /// ten seconds.
    /// </summary>
    Throttled,

    /// <summary>A SOAP fault: the request was refused or failed.</summary>
    Fault,

    /// <summary>Any other HTTP status.</summary>
    UnexpectedStatus,
}

/// <summary>An exchange with Control Center Services that did not give an answer.</summary>
public sealed class ControlCenterException : Exception
{
    public ControlCenterException(
        ControlCenterError error,
        string message,
        Exception? innerException = null
    )
        : base(message, innerException) => Error = error;

    public ControlCenterError Error { get; }

    /// <summary>
    /// How long the node asks not to be asked again (RFC 9110, section 10.2.3); null when it does
    /// not say.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }
}
