using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IcpConsole.Domain;
using IcpConsole.Protocols.CertificateManagement;
using Microsoft.AspNetCore.Http;
using Schema = IcpConsole.Protocols.CertificateManagement.CertificateManagementSchema;

namespace IcpConsole.Engine.Nodes;

/// <summary>Requests and answers of the certificate REST interface, in JSON.</summary>
internal static class CertificateHttp
{
    /// <returns>Null where it was refused.</returns>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (context.Request.ContentLength > Schema.MaxRequestBytes)
        {
            await RefuseAsync(
                context,
                StatusCodes.Status413PayloadTooLarge,
                $"RequestTooLarge: {Schema.MaxRequestBytes}"
            );
            return null;
        }

        try
        {
            if (
                await JsonSerializer.DeserializeAsync(
                    context.Request.Body,
                    type,
                    context.RequestAborted
                ) is
                { } body
            )
                return body;
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            // Said below.
        }

        await RefuseAsync(context, StatusCodes.Status400BadRequest, "RequestMalformed");
        return null;
    }

    /// <summary>A code, and what it is about: programs read it.</summary>
    public static string Message(Problem problem) =>
        ProblemCode.ArgumentsOf(problem) is { Length: > 0 } arguments
            ? $"{problem.Code}: {string.Join(", ", arguments)}"
            : problem.Code;

    public static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return WriteAsync(
            context,
            new ErrorMessage(message),
            CertificateJson.Default.ErrorMessage
        );
    }

    public static Task WriteAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = Schema.ContentType;
        return JsonSerializer.SerializeAsync(
            context.Response.Body,
            answer,
            type,
            context.RequestAborted
        );
    }
}
