using IcpConsole.Domain;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Web.Frame;

/// <summary>Says in words, where it can, why a page could not be shown.</summary>
public sealed partial class FailedPage
{
    [Parameter, EditorRequired]
    public Exception Exception { get; set; } = default!;

    [Inject]
    private ExplainFault Explain { get; set; } = default!;

    [Inject]
    private ILogger<FailedPage> Log { get; set; } = default!;

    private Problem Problem => Explain(Exception) ?? new Problem("Unexpected");

    protected override void OnInitialized() => LogFailed(Log, Exception, Problem.Code);

    [LoggerMessage(LogLevel.Error, "A page could not be shown: {Code}")]
    private static partial void LogFailed(ILogger log, Exception exception, string code);
}
