namespace IcpConsole.Protocols.Sip;

/// <summary>How a SIP exchange can fail once bytes flow.</summary>
public enum SipError
{
    /// <summary>The message is not what RFC 3261 defines.</summary>
    Malformed,

    /// <summary>The message exceeds a bound of <see cref="SipMessage"/>.</summary>
    TooLarge,

    /// <summary>The connection ended within a message, or before the answer.</summary>
    Closed,

    /// <summary>
    /// No answer came over UDP within 64 × T1, which is 32 s (RFC 3261, section 17.1.2.2).
    /// </summary>
    TimedOut,
}

/// <summary>A SIP exchange that did not give an answer.</summary>
public sealed class SipException : Exception
{
    public SipException(SipError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    public SipError Error { get; }

    /// <summary>
    /// The message, without a body, when its headers could be read and what follows could not:
    /// enough to answer it.
    /// </summary>
    internal SipMessage? Head { get; init; }
}
