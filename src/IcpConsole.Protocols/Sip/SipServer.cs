using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;

namespace IcpConsole.Protocols.Sip;

/// <summary>
/// Answers OPTIONS, the keepalive of a trunk (RFC 3261, section 11), and declines the rest. Keeps
/// no state of its clients.
/// </summary>
/// <param name="processes">Bounds how many requests over TCP and TLS are answered at once; null for
/// no bound. One is taken when a request is whole.</param>
/// <param name="limit">For a request from its first byte to its last, and for an answer to be taken
/// in; null for none.</param>
public sealed class SipServer(SemaphoreSlim? processes = null, TimeSpan? limit = null)
{
    private static readonly ReadOnlyMemory<byte> s_pong = "\r\n"u8.ToArray();

    // Of RFC 3261, and of its extensions 3262, 3265, 3311, 3428, 3515, 3903 and 6086.
    private static readonly FrozenSet<string> s_declined =
    [
        "BYE",
        "CANCEL",
        "INFO",
        "INVITE",
        "MESSAGE",
        "NOTIFY",
        "PRACK",
        "PUBLISH",
        "REFER",
        "REGISTER",
        "SUBSCRIBE",
        "UPDATE",
    ];

    private static readonly FrozenSet<string> s_copied = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Via",
        "From",
        "To",
        "Call-ID",
        "CSeq"
    );
    private static readonly SipHeader s_allow = new("Allow", "OPTIONS");
    private static readonly SipHeader s_accept = new("Accept", "application/sdp");

    // RFC 3261, section 8.2.7: the same for a request that comes again.
    private readonly string _tag = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <returns>Null for what is not answered: responses, and ACK.</returns>
    public SipMessage? Answer(SipMessage request) =>
        !request.IsRequest || request.Method == "ACK" ? null
        : request.Version != SipMessage.Version2
            ? Respond(request, 505, "Version Not Supported")
        : Fault(request) is { } fault ? Respond(request, 400, $"Bad Request - {fault}")
        : request.Method == "OPTIONS" ? Respond(request, 200, "OK", s_allow, s_accept)
        : s_declined.Contains(request.Method)
            ? Respond(request, 405, "Method Not Allowed", s_allow)
        : Respond(request, 501, "Not Implemented", s_allow);

    /// <summary>Answers a UDP datagram, to wherever it came from.</summary>
    /// <returns>Null for what is not answered, such as anything that is not SIP.</returns>
    public byte[]? AnswerDatagram(ReadOnlySpan<byte> datagram) =>
        (
            SipMessage.TryParse(datagram, out var message, out var error)
                ? Answer(message)
                : Refuse(error)
        )?.ToBytes();

    /// <summary>
    /// Answers what comes over a TCP or TLS connection until the other side closes it.
    /// </summary>
    /// <param name="connection">Left open.</param>
    /// <param name="cancellationToken">Ends the answering, which has no time limit of its
    /// own.</param>
    /// <exception cref="SipException">What came is no message, which was said if it could be: the
    /// connection is of no more use.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task RunAsync(Stream connection, CancellationToken cancellationToken)
    {
        var reader = new SipStreamReader(
            connection,
            token => connection.WriteAsync(s_pong, token),
            Within
        );
        try
        {
            while (await reader.ReadAsync(cancellationToken) is { } message)
            {
                if (await ProcessAsync(message, cancellationToken) is { } answer)
                    await WriteAsync(connection, answer, cancellationToken);
            }
        }
        catch (SipException e) when (Refuse(e) is { } refusal)
        {
            await WriteAsync(connection, refusal, cancellationToken);
            throw;
        }
    }

    private async Task<SipMessage?> ProcessAsync(
        SipMessage message,
        CancellationToken cancellationToken
    )
    {
        if (processes is null)
            return Answer(message);
        await processes.WaitAsync(cancellationToken);
        try
        {
            return Answer(message);
        }
        finally
        {
            processes.Release();
        }
    }

    private async Task WriteAsync(
        Stream connection,
        SipMessage message,
        CancellationToken cancellationToken
    )
    {
        using var within = Within(cancellationToken);
        await connection.WriteAsync(message.ToBytes(), within.Token);
    }

    /// <summary>Linked to the caller's token, and ended by the limit.</summary>
    private CancellationTokenSource Within(CancellationToken cancellationToken)
    {
        var within = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limit is { } most)
            within.CancelAfter(most);
        return within;
    }

    private SipMessage? Refuse(SipException error) =>
        error.Head is not { IsRequest: true } head || head.Method == "ACK" ? null
        : error.Error == SipError.TooLarge ? Respond(head, 413, "Request Entity Too Large")
        : Respond(head, 400, $"Bad Request - {error.Message}");

    // RFC 3261, section 8.1.1; without Max-Forwards it is answered all the same (section 16.3, step 3).
    private static string? Fault(SipMessage request) =>
        request["Via"] is null ? "no Via"
        : ((string[])["From", "To", "Call-ID", "CSeq"]).FirstOrDefault(name =>
            request.All(name).Count() != 1
        )
            is { } name
            ? $"not one {name}"
        : request.All("Max-Forwards").Count() > 1 ? "not one Max-Forwards"
        : request["Max-Forwards"] is { } hops
        && !byte.TryParse(hops, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? "Max-Forwards is no number below 256"
        : !IsSequence(request["CSeq"]!, request.Method)
            ? "CSeq is not a number below 2**31 and the method"
        : null;

    private static bool IsSequence(string value, string method) =>
        value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [var number, var of]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && of == method;

    private SipMessage Respond(
        SipMessage request,
        int status,
        string reason,
        params IEnumerable<SipHeader> headers
    ) =>
        SipMessage.Response(
            status,
            reason,
            request
                .Headers.Where(h => s_copied.Contains(h.Name))
                .Select(Tagged)
                .Concat(headers)
        );

    // RFC 3261, section 8.2.6.2.
    private SipHeader Tagged(SipHeader header) =>
        header.Name.Equals("To", StringComparison.OrdinalIgnoreCase)
        && SipParameters.Get(header.Value, "tag") is null
            ? header with
            {
                Value = $"{header.Value};tag={_tag}",
            }
            : header;
}
