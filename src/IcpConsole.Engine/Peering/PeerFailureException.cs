using System.Net.Sockets;
using System.Security.Authentication;
using IcpConsole.Domain;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Clusters;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.Sip;
using IcpConsole.Protocols.Xmpp;
using IcpConsole.Storage.Users;

namespace IcpConsole.Engine.Peering;

/// <summary>
/// Carries a failure from the layer that saw it up through HttpClient, which knows nothing of
/// layers. It ends where a test or a pass ends: there it becomes a result.
/// </summary>
internal sealed class PeerFailureException(
    PeerFailure failure,
    Exception? innerException = null
) : Exception(failure.Problem.Code, innerException)
{
    public PeerFailure Failure { get; } = failure;
}

internal static class PeerFailures
{
    public static PeerFailureException At(
        PassLayer layer,
        string code,
        params string[] args
    ) => new(new PeerFailure(layer, new Problem(code, null, args)));

    /// <summary>
    /// The failure that an exception stands for, of the peer or of what is kept here; null when it
    /// stands for a fault of this program.
    /// </summary>
    public static PeerFailure? From(Exception exception, ClusterContext cluster) =>
        From(exception)
        ?? (
            cluster.Database.Explain(exception) is { } problem
                ? new PeerFailure(PassLayer.Apply, problem)
                : null
        );

    /// <summary>As above, of the peer alone.</summary>
    public static PeerFailure? From(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is PeerFailureException known)
                return known.Failure;
        }

        return exception switch
        {
            AxlException axl => FromAxl(axl),
            XmppException xmpp => Failure(PassLayer.Query, "RouterFailed", xmpp.Message),
            SipException sip => Failure(PassLayer.Query, "SipFailed", sip.Message),
            DigestMismatchException => Failure(PassLayer.Apply, "DigestMismatch"),
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.SecureConnectionError
            } => Failure(PassLayer.Tls, "TlsHandshakeFailed"),
            HttpRequestException or IOException or SocketException => Failure(
                PassLayer.Query,
                "ConnectionBroke"
            ),
            AuthenticationException => Failure(PassLayer.Tls, "TlsHandshakeFailed"),
            _ => null,
        };
    }

    public static PeerFailureException Tcp(SocketException e, int port) =>
        At(
            PassLayer.Tcp,
            e.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => "TcpRefused",
                SocketError.TimedOut => "TcpTimedOut",
                SocketError.HostUnreachable
                or SocketError.NetworkUnreachable
                or SocketError.HostDown
                or SocketError.NetworkDown => "TcpUnreachable",
                _ => "TcpFailed",
            },
            $"{port}"
        );

    private static PeerFailure FromAxl(AxlException e) =>
        e.Error switch
        {
            AxlError.Unauthorized => Failure(PassLayer.Login, "AxlLoginFailed"),
            AxlError.Forbidden => Failure(PassLayer.Login, "AxlRoleMissing"),
            AxlError.NotRunning => Failure(PassLayer.Query, "AxlNotRunning"),
            AxlError.Throttled => Failure(PassLayer.Query, "AxlThrottled") with
            {
                RetryAfter = e.RetryAfter,
            },
            AxlError.WrongVersion => Failure(PassLayer.Query, "AxlWrongVersion"),
            AxlError.Malformed => Failure(PassLayer.Query, "AxlMalformed", e.Message),
            _ => Failure(PassLayer.Query, "AxlFault", e.Message),
        };

    private static PeerFailure Failure(PassLayer layer, string code, params string[] args) =>
        new(layer, new Problem(code, null, args));
}
