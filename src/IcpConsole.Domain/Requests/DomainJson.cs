using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Services;

namespace IcpConsole.Domain.Requests;

/// <summary>
/// Requests, answers and snapshots as JSON, and back unchanged: what is only derived from the rest
/// is left out.
/// </summary>
public static class DomainJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>For records that people read: secrets are hidden, files are left out.</summary>
    public static JsonSerializerOptions WithoutSecrets { get; } = CreateWithoutSecrets();

    /// <summary>For forms that are kept while they are typed: secrets are empty.</summary>
    public static JsonSerializerOptions Drafts { get; } =
        new(CreateWithSecretsAs(""))
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };

    private static JsonSerializerOptions Create() =>
        new()
        {
            IgnoreReadOnlyProperties = true,
            Converters =
            {
                new JsonStringEnumConverter(),
                new TextJson<NodeName>(NodeName.Parse),
                new TextJson<ClusterId>(ClusterId.Parse),
                new TextJson<IPAddress>(IPAddress.Parse),
                new TextJson<NodeService>(ReadService),
                new ProblemJson(),
                new DerivedJson<Evidence>(),
            },
        };

    private static JsonSerializerOptions CreateWithoutSecrets()
    {
        var options = CreateWithSecretsAs("***");
        options.Converters.Add(new FileSizeJson());
        options.Converters.Add(new ShortListJson());
        return options;
    }

    private static JsonSerializerOptions CreateWithSecretsAs(string text)
    {
        var options = Create();
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers = { type => Hide(type, text) },
        };
        return options;
    }

    private static void Hide(JsonTypeInfo type, string text)
    {
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider?.IsDefined(typeof(SecretAttribute), true) != true)
                continue;
            var get = property.Get;
            property.Get = owner => get?.Invoke(owner) is string { Length: > 0 } ? text : "";
        }
    }

    private static NodeService ReadService(string name) =>
        ServiceCatalogue.Find(name)
        ?? throw new FormatException($"'{name}' is not a service of the catalogue.");

    /// <summary>A value that is written as its text, as the key of a dictionary too.</summary>
    private sealed class TextJson<T>(Func<string, T> parse) : JsonConverter<T>
        where T : notnull
    {
        /// <exception cref="JsonException">The text stands for no such value.</exception>
        public override T Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        )
        {
            try
            {
                return parse(reader.GetString() ?? "");
            }
            catch (FormatException e)
            {
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(
            Utf8JsonWriter writer,
            T value,
            JsonSerializerOptions options
        ) => writer.WriteStringValue(value.ToString());

        public override T ReadAsPropertyName(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => Read(ref reader, typeToConvert, options);

        public override void WriteAsPropertyName(
            Utf8JsonWriter writer,
            T value,
            JsonSerializerOptions options
        ) => writer.WritePropertyName(value.ToString()!);
    }

    /// <summary>One of the records that derive from a type, with its name.</summary>
    private sealed class DerivedJson<T> : JsonConverter<T>
        where T : notnull
    {
        private static readonly Dictionary<string, Type> s_types = typeof(T)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(T)) && !t.IsAbstract)
            .ToDictionary(t => t.Name, StringComparer.Ordinal);

        /// <exception cref="JsonException">There is no such record.</exception>
        public override T Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        )
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var name = document.RootElement.GetProperty("Type").GetString() ?? "";
            return s_types.TryGetValue(name, out var type)
                ? (T)document.RootElement.GetProperty("Value").Deserialize(type, options)!
                : throw new JsonException($"'{name}' is not known.");
        }

        public override void Write(
            Utf8JsonWriter writer,
            T value,
            JsonSerializerOptions options
        )
        {
            writer.WriteStartObject();
            writer.WriteString("Type", value.GetType().Name);
            writer.WritePropertyName("Value");
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
            writer.WriteEndObject();
        }
    }

    /// <summary>The first texts of a list, and how many there are.</summary>
    private sealed class ShortListJson : JsonConverter<IReadOnlyList<string>>
    {
        private const int Shown = 20;

        public override IReadOnlyList<string> Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => throw new NotSupportedException("What was left out cannot be read.");

        public override void Write(
            Utf8JsonWriter writer,
            IReadOnlyList<string> value,
            JsonSerializerOptions options
        )
        {
            writer.WriteStartArray();
            foreach (var text in value.Take(Shown))
                writer.WriteStringValue(text);
            if (value.Count > Shown)
                writer.WriteStringValue($"… {value.Count} in all");
            writer.WriteEndArray();
        }
    }

    private sealed class FileSizeJson : JsonConverter<ReadOnlyMemory<byte>>
    {
        public override ReadOnlyMemory<byte> Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => throw new NotSupportedException("What was left out cannot be read.");

        public override void Write(
            Utf8JsonWriter writer,
            ReadOnlyMemory<byte> value,
            JsonSerializerOptions options
        ) => writer.WriteStringValue($"{value.Length} bytes");
    }
}
