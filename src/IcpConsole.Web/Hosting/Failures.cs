using System.Text.Encodings.Web;
using IcpConsole.Domain;
using IcpConsole.Pages.Frame;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Diagnostics;

namespace IcpConsole.Web.Hosting;

/// <summary>What a browser is told where a page could not be made.</summary>
internal static partial class Failures
{
    public static void UseFailurePage(this WebApplication app) =>
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandler = AnswerAsync,
                // Told below, with the reference that the page shows.
                SuppressDiagnosticsCallback = _ => true,
            }
        );

    /// <summary>
    /// Reads a form before pages and endpoints do: one that cannot be read is the browser's fault,
    /// not the console's.
    /// </summary>
    public static void UseForms(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                try
                {
                    if (context.Request.HasFormContentType)
                        await context.Request.ReadFormAsync(context.RequestAborted);
                }
                catch (Exception e)
                    when (e
                            is InvalidDataException
                                or IOException
                                or BadHttpRequestException
                                or NotSupportedException
                                or ArgumentException
                    )
                {
                    context.Response.StatusCode = e is BadHttpRequestException bad
                        ? bad.StatusCode
                        : StatusCodes.Status400BadRequest;
                    return;
                }

                await next(context);
            }
        );

    private static Task AnswerAsync(HttpContext context)
    {
        var exception = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var explain = context.RequestServices.GetRequiredService<ExplainFault>();
        var problem = (exception is null ? null : explain(exception)) ?? new Unexpected();
        var reference = FailureReference.New();
        LogFailed(
            context.RequestServices.GetRequiredService<ILogger<FailedPage>>(),
            exception,
            problem.Code,
            reference
        );
        context.Response.ContentType = "text/html; charset=utf-8";
        var (product, text, hint) = (
            Encode(FrameText.Product),
            Encode(problem.Text()),
            Encode(problem.Hint() ?? "")
        );
        var page =
            $"<!DOCTYPE html><html><head><title>{product}</title></head><body><h1>{product}</h1><p>{text}</p><p>{hint}</p>"
            + $"<p>{Encode(FrameText.FailureReference.With(reference))}</p>"
            + $"<p><a href=\"\">{Encode(FrameText.Reload)}</a></p></body></html>";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }

    [LoggerMessage(
        LogLevel.Error,
        "A request could not be answered: {Code}, reference {Reference}"
    )]
    private static partial void LogFailed(
        ILogger log,
        Exception? exception,
        string code,
        string reference
    );

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
