namespace IcpConsole.Protocols.Axl;

/// <summary>
/// How an AXL exchange can fail once bytes flow. The HTTP statuses are the real product's.
/// </summary>
public enum AxlError
{
    /// <summary>The message is not what AXL defines, or exceeds a bound.</summary>
    Malformed,

    /// <summary>401: name or password is wrong.</summary>
    Unauthorized,

    /// <summary>403: the login is good, but without the role Standard AXL API Access.</summary>
    Forbidden,

    /// <summary>404: Tomcat answers, Cisco AXL Web Service does not run.</summary>
    NotRunning,

    /// <summary>503: throttled.</summary>
    Throttled,

    /// <summary>599: the schema version is not supported.</summary>
    WrongVersion,

    /// <summary>500 with a SOAP fault: the query was refused or failed.</summary>
    Fault,

    /// <summary>
    /// 500 with a SOAP fault: the answer would exceed the limit; ask for fewer rows.
    /// </summary>
    TooLarge,

    /// <summary>Any other HTTP status.</summary>
    UnexpectedStatus,
}

/// <summary>An AXL exchange that did not give an answer.</summary>
public sealed class AxlException : Exception
{
    public AxlException(AxlError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    public AxlError Error { get; }

    /// <summary>
    /// The fault's <c>axlcode</c>, <see cref="AxlSchema.ItemNotValid"/> for example; null when
    /// there is none.
    /// </summary>
    public int? Code { get; init; }

    /// <summary>
    /// How long the node asks not to be asked again (RFC 9110, section 10.2.3); null when it does
    /// not say.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }
}
