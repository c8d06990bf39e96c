using System.Text.Json;
using System.Text.Json.Serialization;

namespace IcpConsole.Domain;

/// <summary>A problem as its code, its field and its arguments.</summary>
public sealed class ProblemJson : JsonConverter<Problem>
{
    /// <exception cref="JsonException">There is no code, or an argument is no text.</exception>
    public override Problem Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        var kept = JsonSerializer.Deserialize<Kept>(ref reader, options);
        return
            kept is { Code: { } code, Arguments: { } arguments } && !arguments.Contains(null)
            ? ProblemCode.Read(code, arguments!).At(kept.Field)
            : throw new JsonException("A problem has a code, and arguments that are texts.");
    }

    public override void Write(
        Utf8JsonWriter writer,
        Problem value,
        JsonSerializerOptions options
    ) =>
        JsonSerializer.Serialize(
            writer,
            new Kept(value.Code, value.Field, ProblemCode.ArgumentsOf(value)),
            options
        );

    private sealed record Kept(string? Code, string? Field, string?[]? Arguments);
}
