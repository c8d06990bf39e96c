namespace IcpConsole.Engine.Peering.Wire;

/// <summary>
/// Notes how far the clock is ahead where an answer comes from. An answer says its second alone
/// (RFC 9110, section 6.6.1), and may have been made at any moment between question and arrival: a
/// difference that this explains is none.
/// </summary>
internal sealed class ClockHandler(
    HttpMessageHandler inner,
    TimeProvider time,
    Action<TimeSpan> seen
) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var asked = time.GetUtcNow();
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.Date is { } date)
            seen(Ahead(date, asked, time.GetUtcNow()));
        return response;
    }

    /// <returns>The middle of what it can be; zero where it can be none.</returns>
    internal static TimeSpan Ahead(
        DateTimeOffset date,
        DateTimeOffset asked,
        DateTimeOffset answered
    )
    {
        var (least, most) = (date - answered, date + TimeSpan.FromSeconds(1) - asked);
        return least <= TimeSpan.Zero && most >= TimeSpan.Zero
            ? TimeSpan.Zero
            : (least + most) / 2;
    }
}
