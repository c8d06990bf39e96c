using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace IcpConsole.Engine.Peering.Wire;

/// <summary>
/// Repeats a request that met a passing fault before its answer began: a connection that was cut,
/// or a node that says it is busy. What will not pass in a second (no address, nobody listening, a
/// certificate or a login refused) goes up at once; the session's own retries are for that.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    private static readonly TimeSpan s_attempt = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A node that asks for a longer pause than this gets it from the session's breaker.
    /// </summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public RetryHandler(HttpMessageHandler inner, TimeProvider time)
        : base(inner) =>
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<HttpResponseMessage>
                {
                    ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                        .HandleResult(r =>
                            r.StatusCode
                                is HttpStatusCode.ServiceUnavailable
                                    or HttpStatusCode.TooManyRequests
                            && !AsksForLonger(r)
                        )
                        .Handle<HttpRequestException>(e =>
                            e.HttpRequestError is HttpRequestError.ResponseEnded
                            || (
                                e.HttpRequestError == HttpRequestError.Unknown
                                && e.InnerException is IOException
                            )
                        ),
                    MaxRetryAttempts = 2,
                    Delay = TimeSpan.FromMilliseconds(200),
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    DelayGenerator = args =>
                        ValueTask.FromResult(args.Outcome.Result?.Headers.RetryAfter?.Delta),
                }
            )
            .AddTimeout(new TimeoutStrategyOptions { Timeout = s_attempt })
            .Build();

    private static bool AsksForLonger(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } asked
        && (asked.Delta is not { } wait || wait > s_patience);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) =>
        await _pipeline.ExecuteAsync(
            async token => await base.SendAsync(request, token),
            cancellationToken
        );
}
