using System.Net.Sockets;
using System.Security.Authentication;
using IcpConsole.Domain;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Foundation;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.Sip;
using IcpConsole.Protocols.Xmpp;
using IcpConsole.Storage.Users;

namespace IcpConsole.Engine.Peering.Wire;

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
    public static PeerFailureException At(PassLayer layer, Problem problem) =>
        new(new PeerFailure(layer, problem));

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
            XmppException xmpp => new PeerFailure(
                PassLayer.Query,
                new RouterFailed(xmpp.Message)
            ),
            SipException sip => new PeerFailure(PassLayer.Query, new SipFailed(sip.Message)),
            DigestMismatchException => new PeerFailure(PassLayer.Apply, new DigestMismatch()),
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.SecureConnectionError
            } => new PeerFailure(PassLayer.Tls, new TlsHandshakeFailed()),
            HttpRequestException or IOException or SocketException => new PeerFailure(
                PassLayer.Query,
                new ConnectionBroke()
            ),
            AuthenticationException => new PeerFailure(
                PassLayer.Tls,
                new TlsHandshakeFailed()
            ),
            _ => null,
        };
    }

    public static PeerFailureException Tcp(SocketException e, int port) =>
        At(
            PassLayer.Tcp,
            e.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => new TcpRefused(port),
                SocketError.TimedOut => new TcpTimedOut(port),
                SocketError.HostUnreachable
                or SocketError.NetworkUnreachable
                or SocketError.HostDown
                or SocketError.NetworkDown => new TcpUnreachable(),
                _ => new TcpFailed(port),
            }
        );

    private static PeerFailure FromAxl(AxlException e) =>
        e.Error switch
        {
            AxlError.Unauthorized => new PeerFailure(PassLayer.Login, new AxlLoginFailed()),
            AxlError.Forbidden => new PeerFailure(PassLayer.Login, new AxlRoleMissing()),
            AxlError.NotRunning => new PeerFailure(PassLayer.Query, new AxlNotRunning()),
            AxlError.Throttled => new PeerFailure(PassLayer.Query, new AxlThrottled()) with
            {
                RetryAfter = e.RetryAfter,
            },
            AxlError.WrongVersion => new PeerFailure(PassLayer.Query, new AxlWrongVersion()),
            AxlError.Malformed => new PeerFailure(
                PassLayer.Query,
                new AxlMalformed(e.Message)
            ),
            _ => new PeerFailure(PassLayer.Query, new AxlFault(e.Message)),
        };
}
