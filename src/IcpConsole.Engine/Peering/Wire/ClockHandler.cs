namespace IcpConsole.Engine.Peering.Wire;

/// <summary>Notes what time it is where an answer comes from.</summary>
internal sealed class ClockHandler(HttpMessageHandler inner, Action<DateTimeOffset> seen)
    : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.Date is { } date)
            seen(date);
        return response;
    }
}
