using System.Security.Cryptography;

namespace IcpConsole.Protocols.Sip;

/// <summary>One OPTIONS request, and what answers it.</summary>
internal sealed class SipOptionsRequest
{
    // RFC 3261, section 8.1.1.7: the magic cookie, by which a branch is known to be unique.
    private readonly string _branch =
        "z9hG4bK" + RandomNumberGenerator.GetHexString(24, lowercase: true);
    private readonly string _callId;

    public SipOptionsRequest(SipTarget target)
    {
        _callId =
            $"{RandomNumberGenerator.GetHexString(24, lowercase: true)}@{target.LocalHost}";
        Bytes = SipMessage
            .Request(
                "OPTIONS",
                $"sip:{target.RemoteHost}",
                [
                    new("Via", $"{target.Via};branch={_branch}"),
                    new("Max-Forwards", "70"),
                    new(
                        "From",
                        $"<sip:{target.LocalHost}>;tag={RandomNumberGenerator.GetHexString(16, lowercase: true)}"
                    ),
                    new("To", $"<sip:{target.RemoteHost}>"),
                    new("Call-ID", _callId),
                    new("CSeq", "1 OPTIONS"),
                    new("Accept", "application/sdp"),
                ]
            )
            .ToBytes();
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>
    /// Whether this is a final response to the request (RFC 3261, sections 8.1.3.3 and 17.1.3).
    /// </summary>
    public bool IsAnsweredBy(SipMessage message) =>
        message.Status >= 200
        && message.All("Via").ToArray() is [var via]
        && SipParameters.Get(via, "branch") == _branch
        && message["Call-ID"] == _callId
        && message["CSeq"]?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
            is ["1", "OPTIONS"];
}
