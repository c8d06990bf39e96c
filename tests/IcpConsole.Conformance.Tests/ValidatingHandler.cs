namespace IcpConsole.Conformance.Tests;

/// <summary>Holds every request and every answer that passes against the schema.</summary>
internal sealed class ValidatingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly List<string> _passed = [];

    /// <summary>What passed, by its element's name.</summary>
    public IReadOnlyList<string> Passed => _passed;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        _passed.Add(
            Schema.Validate(await request.Content!.ReadAsStringAsync(cancellationToken))
        );
        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        _passed.Add(
            Schema.Validate(await response.Content.ReadAsStringAsync(cancellationToken))
        );
        return response;
    }
}
