using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>
/// One open stream, from either half: one reader at a time, and any number of senders beside it.
/// The connection below stays its owner's; disposing the stream ends its TLS only.
/// </summary>
public sealed class XmppStream : IAsyncDisposable
{
    private readonly Stream _connection;
    private readonly XmppReader _reader;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private XmppHeader? _header;
    private XElement? _kept;
    private bool _opened;
    private bool _closed;

    internal XmppStream(Stream connection)
    {
        (_connection, _reader) = (connection, new XmppReader(connection));
        RemoteCertificate = connection is SslStream { RemoteCertificate: { } leaf }
            ? X509CertificateLoader.LoadCertificate(leaf.GetRawCertData())
            : null;
    }

    /// <summary>Who the other side says it is, in its header.</summary>
    public string? From => _header?.From;

    /// <summary>Whom the other side addresses, in its header.</summary>
    public string? To => _header?.To;

    /// <summary>Name of the stream, which its server chose.</summary>
    public string? Id { get; private set; }

    public bool Secure => _connection is SslStream;

    /// <summary>
    /// Certificate that the other side presented; null without one. It lives as long as the stream.
    /// </summary>
    public X509Certificate2? RemoteCertificate { get; }

    /// <summary>
    /// Reads the next stanza or other element of the stream. Answers input that XMPP does not allow
    /// with the stream error for it. After an exception, cancellation too, the stream reads no
    /// more.
    /// </summary>
    /// <returns>Null once the other side has closed its stream; <see cref="CloseAsync"/> then
    /// closes this one.</returns>
    /// <exception cref="XmppException">The stream failed or is closed, or the other side ended it
    /// with an error.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<XElement?> ReadAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _kept, null) is { } kept)
            return kept;
        var element = await ReadOrRefuseAsync(_reader.ReadElementAsync, cancellationToken);
        if (element?.Name != XmppSchema.Streams + "error")
            return element;
        var names = element
            .Elements()
            .Select(e => e.Name)
            .Where(n =>
                n.Namespace == XmppSchema.StreamErrors
                && n.LocalName is { Length: <= 64 } and not "text"
            );
        var condition = names.FirstOrDefault()?.LocalName ?? "undefined-condition";
        throw new XmppException(
            XmppError.StreamError,
            $"The other side ended the stream: {condition}.",
            condition
        );
    }

    /// <summary>Sends a stanza or other element.</summary>
    /// <exception cref="ArgumentException">It holds what XMPP cannot carry, or more than <see
    /// cref="XmppSchema.MaxStanzaBytes"/>; nothing was sent.</exception>
    /// <exception cref="XmppException"><see cref="XmppError.Closed"/>: the stream is closed, or an
    /// earlier send was cut short.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public Task SendAsync(XElement element, CancellationToken cancellationToken) =>
        WriteAsync(XmppWriter.Element(element), last: false, cancellationToken);

    /// <summary>
    /// Closes this side of the stream, once; the other side's may be read to its end (RFC 6120,
    /// section 4.4).
    /// </summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public Task CloseAsync(CancellationToken cancellationToken) =>
        WriteAsync(XmppWriter.End, last: true, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        RemoteCertificate?.Dispose();
        if (_connection is SslStream tls)
            await tls.DisposeAsync();
    }

    /// <summary>
    /// Starts anew in TLS. What the other side sent in the clear after it agreed to TLS is lost
    /// with the plain stream, and so are its claims (RFC 6120, section 5.4.3.3).
    /// </summary>
    internal static async Task<XmppStream> RestartAsync(
        Stream connection,
        Func<SslStream, Task> handshake,
        Func<XmppStream, Task> greet
    )
    {
        var tls = new SslStream(connection, leaveInnerStreamOpen: true);
        try
        {
            await handshake(tls);
            var stream = new XmppStream(tls);
            await greet(stream);
            return stream;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    internal Task OpenAsync(
        string? from,
        string? to,
        string? id,
        CancellationToken cancellationToken
    )
    {
        (_opened, Id) = (true, id);
        return WriteAsync(XmppWriter.Header(from, to, id), last: false, cancellationToken);
    }

    internal async Task ReadHeaderAsync(CancellationToken cancellationToken)
    {
        _header = await ReadOrRefuseAsync(_reader.ReadHeaderAsync, cancellationToken);
        Id ??= _header.Id;
    }

    /// <summary>Gives back an element, for the next read.</summary>
    internal void Keep(XElement? element) => _kept = element;

    /// <summary>Ends the stream with the stream error of this exception, if it has one.</summary>
    /// <returns>The exception, to be thrown.</returns>
    public async Task<XmppException> RefuseAsync(
        XmppException reason,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // RFC 6120, section 4.9.1.2: an error during setup comes within a stream too.
            if (!_opened)
                await OpenAsync(null, null, null, cancellationToken);
            if (reason.Condition is { } condition)
                await SendAsync(
                    new XElement(
                        XmppSchema.Streams + "error",
                        new XElement(XmppSchema.StreamErrors + condition)
                    ),
                    cancellationToken
                );
            await CloseAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or XmppException)
        {
            // The other side is gone already: the reason stands.
        }

        return reason;
    }

    private async Task<T> ReadOrRefuseAsync<T>(
        Func<CancellationToken, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await read(cancellationToken);
        }
        catch (XmppException e) when (e.Condition is not null)
        {
            throw await RefuseAsync(e, cancellationToken);
        }
    }

    private async Task WriteAsync(byte[] bytes, bool last, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            if (_closed && last)
                return;
            if (_closed)
                throw new XmppException(XmppError.Closed, "The stream is closed.");
            // Nothing can follow half a stanza, which is what a write that fails leaves behind.
            _closed = true;
            await _connection.WriteAsync(bytes, cancellationToken);
            await _connection.FlushAsync(cancellationToken);
            _closed = last;
        }
        finally
        {
            _sending.Release();
        }

        if (last && _connection is SslStream tls)
            await tls.ShutdownAsync().WaitAsync(cancellationToken);
    }
}
