namespace IcpConsole.Protocols.Xmpp;

/// <summary>
/// What an XmlReader gets to read of a connection: so many bytes and no more until <see
/// cref="Allow"/>, under a token that XmlReader itself does not take, and nothing of restricted
/// XML.
/// </summary>
internal sealed class XmppInput(Stream connection) : Stream
{
    // XmlReader reads ahead, and what it has read is not counted again: this is as much as a stanza
    // may exceed its bound.
    private const int MaxRead = 1024;

    private readonly RestrictedXml _restrictions = new();
    private CancellationToken _cancellation;
    private int _left;
    private bool _restricted;

    /// <summary>Whether the connection came to its end.</summary>
    public bool Ended { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static XmppException Restricted() =>
        new(
            XmppError.Malformed,
            "The stream has a comment, a processing instruction, a DTD or an entity.",
            "restricted-xml"
        );

    public void Allow(int bytes) => _left = bytes;

    public void Allow(int bytes, CancellationToken cancellationToken) =>
        (_left, _cancellation) = (bytes, cancellationToken);

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        if (_left == 0)
            throw new XmppException(
                XmppError.TooLarge,
                "A header or stanza exceeds its bound.",
                "policy-violation"
            );
        var read = _restricted
            ? 0
            : await connection.ReadAsync(
                buffer[..Math.Min(buffer.Length, Math.Min(MaxRead, _left))],
                _cancellation
            );
        Ended = read == 0;
        _left -= read;
        var accepted = _restrictions.Accept(buffer.Span[..read]);
        _restricted |= accepted < read;
        // Whole stanzas before the forbidden byte are still delivered.
        return accepted == 0 && _restricted ? throw Restricted() : accepted;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush() { }
}
