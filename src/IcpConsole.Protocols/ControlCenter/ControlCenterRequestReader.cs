using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using IcpConsole.Protocols.Soap;

namespace IcpConsole.Protocols.ControlCenter;

/// <summary>
/// Reads a request from a client that may be anyone. Beyond the WSDL it takes what public clients
/// send: children that are not qualified or come in another order, fields that are left out, and
/// names of services wrapped once more.
/// </summary>
public static class ControlCenterRequestReader
{
    private const string ServiceList = "ServiceList";

    // The WSDL has names of services as the text of ServiceStatus, and of items in ServiceList;
    // clients wrap them in either, in both places.
    private static readonly string[] s_wrappers = ["item", "ServiceName"];

    /// <summary>Reads one SOAP envelope and the operation in its body.</summary>
    /// <exception cref="ControlCenterException"><see cref="ControlCenterError.Malformed"/>: not
    /// XML, not SOAP 1.1, too large or too deep, an operation that is not supported, or one that is
    /// not as it should be. The message says which, in words for a client's fault.</exception>
    public static Task<ControlCenterRequest> ReadAsync(
        Stream body,
        CancellationToken cancellationToken
    ) => ReadAsync(body, null, cancellationToken);

    /// <inheritdoc cref="ReadAsync(Stream, CancellationToken)"/>
    /// <param name="body">Is left open.</param>
    /// <param name="charset">As the request's header names it; null for what XML itself says.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ControlCenterRequest> ReadAsync(
        Stream body,
        Encoding? charset,
        CancellationToken cancellationToken
    )
    {
        using var reader = new SoapReader(
            body,
            ControlCenterSchema.MaxRequestBytes,
            ControlCenterSchema.MaxDepth,
            "request",
            Malformed,
            charset
        );
        if (!await reader.ToBodyAsync(cancellationToken))
            throw Malformed("The SOAP body is empty.");
        var request = await ReadOperationAsync(reader, cancellationToken);
        while (await reader.NextAsync(cancellationToken))
        {
            if (reader.NodeType == XmlNodeType.Element)
                throw Malformed($"'{Shown(reader.LocalName)}' follows the operation.");
        }

        return request;
    }

    private static async Task<ControlCenterRequest> ReadOperationAsync(
        SoapReader reader,
        CancellationToken cancellationToken
    )
    {
        if (reader.NamespaceUri != ControlCenterSchema.Namespace)
            throw Malformed(
                $"'{Shown(reader.LocalName)}' is not of the namespace {ControlCenterSchema.Namespace}."
            );
        Fields fields;
        switch (reader.LocalName)
        {
            case StaticServiceListRequest.Name:
                await ReadFieldsAsync(
                    reader,
                    ["ServiceInformationResponse"],
                    cancellationToken
                );
                return new StaticServiceListRequest();
            case ProductInformationRequest.Name:
                await ReadFieldsAsync(reader, ["ServiceInfo"], cancellationToken);
                return new ProductInformationRequest();
            case ServiceStatusRequest.Name:
                return new ServiceStatusRequest(
                    await ReadStatusAsync(reader, cancellationToken)
                );
            case ServiceDeploymentRequest.Name:
                fields = await ReadWrappedAsync(
                    reader,
                    ["DeploymentServiceRequest"],
                    ["NodeName", "DeployType", ServiceList],
                    cancellationToken
                );
                return new ServiceDeploymentRequest(
                    fields.Name("NodeName"),
                    fields.Choice<DeployType>("DeployType"),
                    fields.SomeServices
                );
            case ControlServicesRequest.Name:
                fields = await ReadWrappedAsync(
                    reader,
                    ["ControlServiceRequest"],
                    ["NodeName", "ControlType", ServiceList],
                    cancellationToken
                );
                return new ControlServicesRequest(
                    fields.Name("NodeName"),
                    fields.Choice<ControlType>("ControlType"),
                    fields.SomeServices
                );
            case ControlServicesExtendedRequest.Name:
                // The second name is that of a public client.
                fields = await ReadWrappedAsync(
                    reader,
                    ["ControlServiceRequestEx", "ControlServiceExRequest"],
                    ["ProductId", "DependencyType", "ControlType", ServiceList],
                    cancellationToken
                );
                return new ControlServicesExtendedRequest(
                    fields.Name("ProductId"),
                    fields.Name("DependencyType"),
                    fields.Choice<ControlType>("ControlType"),
                    fields.SomeServices
                );
            default:
                throw Malformed($"Operation '{Shown(reader.LocalName)}' is not supported.");
        }
    }

    private static async Task<IReadOnlyList<string>> ReadStatusAsync(
        SoapReader reader,
        CancellationToken cancellationToken
    )
    {
        var names = new Names();
        await foreach (var child in ElementsAsync(reader, null, cancellationToken))
        {
            if (child != "ServiceStatus")
                throw Unexpected(child);
            var text = new StringBuilder();
            await ReadNamesAsync(reader, names, text, cancellationToken);
            names.Add(text.ToString());
        }

        return names.List;
    }

    private static async Task<Fields> ReadWrappedAsync(
        SoapReader reader,
        string[] wrappers,
        string[] allowed,
        CancellationToken cancellationToken
    )
    {
        Fields? fields = null;
        await foreach (var child in ElementsAsync(reader, null, cancellationToken))
        {
            if (!wrappers.Contains(child))
                throw Unexpected(child);
            if (fields is not null)
                throw Twice(child);
            fields = await ReadFieldsAsync(reader, allowed, cancellationToken);
        }

        return fields ?? throw Malformed($"'{wrappers[0]}' is missing.");
    }

    private static async Task<Fields> ReadFieldsAsync(
        SoapReader reader,
        string[] allowed,
        CancellationToken cancellationToken
    )
    {
        var fields = new Fields();
        await foreach (var child in ElementsAsync(reader, null, cancellationToken))
        {
            if (!allowed.Contains(child))
                throw Unexpected(child);
            if (!fields.Texts.TryAdd(child, ""))
                throw Twice(child);
            if (child != ServiceList)
                fields.Texts[child] = await ReadTextAsync(reader, cancellationToken);
            else
                await ReadNamesAsync(reader, fields.Services, null, cancellationToken);
        }

        return fields;
    }

    private static async Task ReadNamesAsync(
        SoapReader reader,
        Names names,
        StringBuilder? text,
        CancellationToken cancellationToken
    )
    {
        await foreach (var child in ElementsAsync(reader, text, cancellationToken))
        {
            if (!s_wrappers.Contains(child))
                throw Unexpected(child);
            names.Add(await ReadTextAsync(reader, cancellationToken));
        }
    }

    private static async Task<string> ReadTextAsync(
        SoapReader reader,
        CancellationToken cancellationToken
    )
    {
        var text = new StringBuilder();
        await foreach (var child in ElementsAsync(reader, text, cancellationToken))
            throw Unexpected(child);
        return text.ToString();
    }

    // Without a place for text there is to be none.
    private static async IAsyncEnumerable<string> ElementsAsync(
        SoapReader reader,
        StringBuilder? text,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var stray = text ?? new StringBuilder();
        await foreach (var child in reader.ChildrenAsync(stray, cancellationToken))
        {
            if (reader.NamespaceUri is not (ControlCenterSchema.Namespace or ""))
                throw Unexpected(child);
            yield return child;
        }

        if (text is null && !string.IsNullOrWhiteSpace(stray.ToString()))
            throw Malformed(
                $"'{Shown(reader.LocalName)}' holds text where it should hold elements."
            );
    }

    private static ControlCenterException Unexpected(string element) =>
        Malformed($"'{Shown(element)}' is not expected where it stands.");

    private static ControlCenterException Twice(string element) =>
        Malformed($"'{element}' stands there twice.");

    private static ControlCenterException Malformed(string message, Exception? inner = null) =>
        new(ControlCenterError.Malformed, message, inner);

    // What a client wrote, as much of it as an answer needs.
    private static string Shown(string text) => text.Length <= 64 ? text : text[..64] + "…";

    /// <summary>Names of services, each once; empty ones do not count.</summary>
    private sealed class Names
    {
        private readonly List<string> _list = [];

        public IReadOnlyList<string> List => _list;

        public void Add(string text)
        {
            var name = text.Trim();
            if (name.Length == 0 || _list.Contains(name))
                return;
            if (name.Length > ControlCenterSchema.MaxNameLength)
                throw Malformed(
                    $"A service name has {ControlCenterSchema.MaxNameLength} characters at most."
                );
            if (_list.Count == ControlCenterSchema.MaxServices)
                throw Malformed(
                    $"A request names {ControlCenterSchema.MaxServices} services at most."
                );
            _list.Add(name);
        }
    }

    /// <summary>The fields of a request; one that is nil counts as empty.</summary>
    private sealed class Fields
    {
        public Dictionary<string, string> Texts { get; } = [];

        public Names Services { get; } = new();

        public IReadOnlyList<string> SomeServices =>
            Services.List is { Count: > 0 } some
                ? some
                : throw Malformed($"'{ServiceList}' names no service.");

        public string? Name(string field)
        {
            if (Texts.GetValueOrDefault(field)?.Trim() is not { Length: > 0 } name)
                return null;
            return name.Length <= ControlCenterSchema.MaxNameLength
                ? name
                : throw Malformed(
                    $"'{field}' has {ControlCenterSchema.MaxNameLength} characters at most."
                );
        }

        public T Choice<T>(string field)
            where T : struct, Enum
        {
            var word = Texts.GetValueOrDefault(field, "").Trim();
            // The enumeration's own reading takes numbers and lists too.
            return Enum.TryParse(word, out T choice) && choice.ToString() == word
                ? choice
                : throw Malformed(
                    word.Length == 0
                        ? $"'{field}' is missing."
                        : $"'{field}' is {string.Join(", ", Enum.GetNames<T>())}, and not '{Shown(word)}'."
                );
        }
    }
}
