using IcpConsole.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Pages.Frame;

/// <summary>
/// Says in words, where it can, why a page could not be shown; the log has the rest under the same
/// reference.
/// </summary>
public sealed partial class FailedPage
{
    private readonly string _reference = FailureReference.New();

    [Parameter, EditorRequired]
    public Exception Exception { get; set; } = default!;

    [Inject]
    private ExplainFault Explain { get; set; } = default!;

    [Inject]
    private ILogger<FailedPage> Log { get; set; } = default!;

    private Problem Problem => Explain(Exception) ?? new Unexpected();

    protected override void OnInitialized() =>
        LogFailed(Log, Exception, Problem.Code, _reference);

    [LoggerMessage(LogLevel.Error, "A page could not be shown: {Code}, reference {Reference}")]
    private static partial void LogFailed(
        ILogger log,
        Exception exception,
        string code,
        string reference
    );
}
