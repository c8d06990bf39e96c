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
        var kept = JsonSerializer.Deserialize<Kept>(ref reader, options)
            ?? throw new JsonException("A problem is an object.");
        return ProblemCode.Read(kept.Code, kept.Arguments).At(kept.Field);
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

    private sealed record Kept(
        [property: JsonRequired] string Code,
        string? Field,
        [property: JsonRequired] string[] Arguments
    );
}
