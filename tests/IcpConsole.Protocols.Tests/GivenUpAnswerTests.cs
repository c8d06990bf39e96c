using System.Net;
using System.Text;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.ControlCenter;

namespace IcpConsole.Protocols.Tests;

/// <summary>
/// An answer that stops in the middle, and a caller who gives up: a stream that is disposed of
/// under a read need not end it.
/// </summary>
public sealed class GivenUpAnswerTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public Task A_query_ends_with_its_token() =>
        EndsAsync(
            (http, token) =>
                new AxlClient(http, "a", "b", TimeProvider.System)
                    .QueryAsync("SELECT 1", token)
                    .ToListAsync(token)
                    .AsTask()
        );

    [Fact]
    public Task A_look_at_services_ends_with_its_token() =>
        EndsAsync(
            (http, token) =>
                new ControlCenterClient(
                    http,
                    "a",
                    "b",
                    TimeProvider.System
                ).GetServiceStatusAsync([], token)
        );

    private static async Task EndsAsync(Func<HttpClient, CancellationToken, Task> call)
    {
        var body = new SilentStream();
        using var http = new HttpClient(new Handler(body))
        {
            BaseAddress = new Uri("https://127.0.12.1:8443"),
        };
        using var giveUp = new CancellationTokenSource();
        var running = call(http, giveUp.Token);
        await body.Waiting.Task.WaitAsync(s_deadline, TimeProvider.System);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            running.WaitAsync(s_deadline, TimeProvider.System)
        );
    }

    private sealed class Handler(Stream body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK)
                {
                    Content = new StreamContent(body),
                }
            );
    }

    /// <summary>Begins an envelope, and says no more until the read is given up.</summary>
    private sealed class SilentStream : MemoryStream
    {
        private bool _begun;

        public TaskCompletionSource Waiting { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (!_begun)
            {
                _begun = true;
                return Encoding.UTF8.GetBytes("<Envelope", buffer.Span);
            }

            Waiting.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
