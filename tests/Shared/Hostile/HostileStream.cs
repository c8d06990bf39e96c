namespace IcpConsole.Testing;

/// <summary>
/// A connection to a hostile side: gives its bytes in pieces of one size, then its refrain for
/// ever, or ends if it has none; swallows what is written. Like a server's request body, it cannot
/// be read without await.
/// </summary>
internal sealed class HostileStream(byte[] bytes, int piece, byte[]? refrain = null) : Stream
{
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (BytesRead % 7 == 0)
            await Task.Yield();
        var read = 0;
        for (
            var most = Math.Min(piece, buffer.Length);
            read < most && (BytesRead < bytes.Length || refrain is not null);
            read++, BytesRead++
        )
            buffer.Span[read] =
                BytesRead < bytes.Length
                    ? bytes[BytesRead]
                    : refrain![(BytesRead - bytes.Length) % refrain.Length];
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new InvalidOperationException("Read without await.");

    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    ) => ValueTask.CompletedTask;

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new InvalidOperationException("Written without await.");

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush() { }
}
