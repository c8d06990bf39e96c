using System.Net.Sockets;
using System.Security.Authentication;
using IcpConsole.Domain;
using IcpConsole.Domain.Peering;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.Sip;
using IcpConsole.Protocols.Xmpp;
using IcpConsole.Storage.Users;

namespace IcpConsole.Engine.Peering;

/// <summary>
/// Carries a failure from the layer that saw it up through HttpClient, which knows nothing of layers. It ends where a test or a pass ends:
/// there it becomes a result.
/// </summary>
internal sealed class PeerFailureException(PeerFailure failure, Exception? innerException = null) : Exception(failure.Problem.Code, innerException)
{
    public PeerFailure Failure { get; } = failure;
}

internal static class PeerFailures
{
    public static PeerFailureException At(PassLayer layer, string code, params string[] args) => new(new PeerFailure(layer, new Problem(code, null, args)));

    /// <summary>The failure that an exception stands for; null when it stands for a fault of this program.</summary>
    public static PeerFailure? From(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is PeerFailureException known) return known.Failure;
        }

        return exception switch
        {
            AxlException axl => FromAxl(axl),
            XmppException xmpp => Of(PassLayer.Query, "RouterFailed", xmpp.Message),
            SipException sip => Of(PassLayer.Query, "SipFailed", sip.Message),
            DigestMismatchException => Of(PassLayer.Apply, "DigestMismatch"),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Of(PassLayer.Tls, "TlsHandshakeFailed"),
            HttpRequestException or IOException or SocketException => Of(PassLayer.Query, "ConnectionBroke"),
            AuthenticationException => Of(PassLayer.Tls, "TlsHandshakeFailed"),
            _ => null,
        };
    }

    public static PeerFailureException Tcp(SocketException e, int port) => At(PassLayer.Tcp, e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "TcpRefused",
        SocketError.TimedOut => "TcpTimedOut",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown => "TcpUnreachable",
        _ => "TcpFailed",
    }, $"{port}");

    private static PeerFailure FromAxl(AxlException e) => e.Error switch
    {
        AxlError.Unauthorized => Of(PassLayer.Login, "AxlLoginFailed"),
        AxlError.Forbidden => Of(PassLayer.Login, "AxlRoleMissing"),
        AxlError.NotRunning => Of(PassLayer.Query, "AxlNotRunning"),
        AxlError.Throttled => Of(PassLayer.Query, "AxlThrottled") with { RetryAfter = e.RetryAfter },
        AxlError.WrongVersion => Of(PassLayer.Query, "AxlWrongVersion"),
        AxlError.Malformed => Of(PassLayer.Query, "AxlMalformed", e.Message),
        _ => Of(PassLayer.Query, "AxlFault", e.Message),
    };

    private static PeerFailure Of(PassLayer layer, string code, params string[] args) => new(layer, new Problem(code, null, args));
}
