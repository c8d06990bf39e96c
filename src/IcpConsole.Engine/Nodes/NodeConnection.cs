using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace IcpConsole.Engine.Nodes;

/// <summary>A client's connection to a port that does not speak HTTP.</summary>
/// <param name="Stream">What it sends and is sent.</param>
/// <param name="From">Its address.</param>
/// <param name="Abort">Cuts it.</param>
internal sealed record NodeConnection(Stream Stream, IPAddress From, Action Abort)
{
    public static NodeConnection Over(ConnectionContext connection) =>
        new(
            new PipeStream(connection.Transport),
            (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None,
            () =>
                connection.Abort(
                    new ConnectionAbortedException("The node ended the connection.")
                )
        );

    /// <summary>Both directions of a connection as one stream.</summary>
    private sealed class PipeStream(IDuplexPipe pipe) : Stream
    {
        private readonly Stream _input = pipe.Input.AsStream(leaveOpen: true);
        private readonly Stream _output = pipe.Output.AsStream(leaveOpen: true);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => _input.ReadAsync(buffer, cancellationToken);

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => _input.ReadAsync(buffer, offset, count, cancellationToken);

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => _output.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => _output.WriteAsync(buffer, offset, count, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) =>
            _output.FlushAsync(cancellationToken);

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
