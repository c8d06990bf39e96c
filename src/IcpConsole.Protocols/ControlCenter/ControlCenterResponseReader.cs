using System.Globalization;
using System.Xml;
using IcpConsole.Protocols.Soap;

namespace IcpConsole.Protocols.ControlCenter;

/// <summary>
/// The client's half: reads answers and faults from a server that may be anyone. Local names
/// decide: whether real nodes qualify every element, as the WSDL says, is not known of every
/// release. What is new is passed over.
/// </summary>
internal sealed class ControlCenterResponseReader : IDisposable
{
    /// <summary>As much of a text as is kept and shown, in characters.</summary>
    private const int MaxTextLength = 500;

    private readonly SoapReader _reader;
    private readonly CancellationToken _cancellationToken;

    public ControlCenterResponseReader(Stream body, CancellationToken cancellationToken)
    {
        _reader = new SoapReader(
            body,
            ControlCenterSchema.MaxResponseBytes,
            ControlCenterSchema.MaxDepth,
            "answer",
            Malformed
        );
        _cancellationToken = cancellationToken;
    }

    public void Dispose() => _reader.Dispose();

    public Task<IReadOnlyList<ServiceSpecification>> ReadStaticServiceListAsync() =>
        ReadReturnAsync(StaticServiceListRequest.Name, async () =>
        {
            var services = new List<ServiceSpecification>();
            await foreach (var child in ChildrenAsync())
            {
                if (child == "Services")
                    await ReadItemsAsync("item", services, ReadSpecificationAsync);
            }

            return (IReadOnlyList<ServiceSpecification>)services;
        });

    public Task<ServiceInformationResponse> ReadServiceInformationAsync(string operation) =>
        ReadReturnAsync(operation, async () =>
        {
            var response = new ServiceInformationResponse(
                "",
                ControlCenterReason.None,
                "",
                []
            );
            var services = new List<ServiceInformation>();
            await foreach (var child in ChildrenAsync())
            {
                switch (child)
                {
                    case "ReturnCode":
                        response = response with { ReturnCode = (await TextAsync()).Trim() };
                        break;
                    case "ReasonCode":
                        response = response with
                        {
                            ReasonCode = (int)
                                await NumberAsync(
                                    child,
                                    int.MinValue,
                                    int.MaxValue,
                                    ControlCenterReason.None
                                ),
                        };
                        break;
                    case "ReasonString":
                        response = response with { ReasonString = await TextAsync() };
                        break;
                    case "ServiceInfoList":
                        await ReadItemsAsync("item", services, ReadInformationAsync);
                        break;
                }
            }

            return response with
            {
                Services = services,
            };
        });

    /// <summary>Reads a SOAP fault into the exception that stands for it.</summary>
    public async Task<ControlCenterException> ReadFaultAsync()
    {
        while (await _reader.NextAsync(_cancellationToken))
        {
            if (_reader.NodeType != XmlNodeType.Element || _reader.LocalName != "faultstring")
                continue;
            var text = await TextAsync();
            var throttled = text.Contains(
                ControlCenterResponses.ThrottledText,
                StringComparison.OrdinalIgnoreCase
            );
            return new ControlCenterException(
                throttled ? ControlCenterError.Throttled : ControlCenterError.Fault,
                text
            );
        }

        return Malformed("The SOAP fault is missing, or has no text.");
    }

    private async Task<T> ReadReturnAsync<T>(string operation, Func<Task<T>> read)
        where T : class
    {
        if (!await _reader.ToBodyAsync(_cancellationToken))
            throw Malformed("The SOAP body is empty.");
        // A fault under a status of success is one all the same.
        if (_reader.LocalName == "Fault")
            throw await ReadFaultAsync();
        if (_reader.LocalName != operation + "Response")
            throw Malformed($"The answer is not one to {operation}.");
        T? result = null;
        await foreach (var child in ChildrenAsync())
        {
            if (child == operation + "Return" && result is null)
                result = await read();
        }

        while (await _reader.NextAsync(_cancellationToken))
        {
            // To the end, since an answer that is cut is none.
        }

        return result ?? throw Malformed($"The answer lacks {operation}Return.");
    }

    private async Task<ServiceSpecification> ReadSpecificationAsync()
    {
        var service = new ServiceSpecification("", null, false, "", []);
        var dependents = new List<string>();
        await foreach (var child in ChildrenAsync())
        {
            switch (child)
            {
                case "ServiceName":
                    service = service with { ServiceName = await NameAsync() };
                    break;
                case "ServiceType":
                    service = service with
                    {
                        ServiceType = Word<ServiceType>(await TextAsync()),
                    };
                    break;
                case "Deployable":
                    service = service with { Deployable = await FlagAsync(child) };
                    break;
                case "GroupName":
                    service = service with { GroupName = await TextAsync() };
                    break;
                case "DependentServices":
                    await ReadItemsAsync("Service", dependents, NameAsync);
                    break;
            }
        }

        return service.ServiceName.Length > 0
            ? service with
            {
                DependentServices = dependents,
            }
            : throw Malformed("The answer has a service without a name.");
    }

    private async Task<ServiceInformation> ReadInformationAsync()
    {
        var service = new ServiceInformation(
            "",
            ServiceStatus.Unknown,
            ControlCenterReason.None,
            "",
            "",
            ServiceInformation.NotStarted
        );
        await foreach (var child in ChildrenAsync())
        {
            switch (child)
            {
                case "ServiceName":
                    service = service with { ServiceName = await NameAsync() };
                    break;
                case "ServiceStatus":
                    service = service with
                    {
                        ServiceStatus = Word<ServiceStatus>(await TextAsync())
                            ?? ServiceStatus.Unknown,
                    };
                    break;
                case "ReasonCode":
                    service = service with
                    {
                        ReasonCode = (int)
                            await NumberAsync(
                                child,
                                int.MinValue,
                                int.MaxValue,
                                ControlCenterReason.None
                            ),
                    };
                    break;
                case "ReasonCodeString":
                    service = service with { ReasonCodeString = await TextAsync() };
                    break;
                case "StartTime":
                    service = service with { StartTime = await TextAsync() };
                    break;
                case "UpTime":
                    service = service with
                    {
                        UpTime = await NumberAsync(
                            child,
                            ServiceInformation.NotStarted,
                            long.MaxValue,
                            ServiceInformation.NotStarted
                        ),
                    };
                    break;
            }
        }

        return service.ServiceName.Length > 0
            ? service
            : throw Malformed("The answer has a service without a name.");
    }

    private async Task ReadItemsAsync<T>(string element, List<T> items, Func<Task<T>> read)
    {
        await foreach (var child in ChildrenAsync())
        {
            if (child != element)
                continue;
            if (items.Count == ControlCenterSchema.MaxServices)
                throw Malformed(
                    $"The answer has a list of over {ControlCenterSchema.MaxServices} entries."
                );
            items.Add(await read());
        }
    }

    private IAsyncEnumerable<string> ChildrenAsync() =>
        _reader.ChildrenAsync(null, _cancellationToken);

    private async Task<string> TextAsync()
    {
        var text = await _reader.ReadTextAsync(_cancellationToken);
        return text.Length <= MaxTextLength ? text : text[..MaxTextLength];
    }

    private async Task<string> NameAsync()
    {
        var name = (await TextAsync()).Trim();
        return name.Length <= ControlCenterSchema.MaxNameLength
            ? name
            : throw Malformed(
                $"The answer has a name of more than {ControlCenterSchema.MaxNameLength} characters."
            );
    }

    private async Task<long> NumberAsync(string element, long least, long most, long nil)
    {
        var text = (await TextAsync()).Trim();
        if (text.Length == 0)
            return nil;
        return
            long.TryParse(
                text,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number
            )
            && number >= least
            && number <= most
            ? number
            : throw Malformed($"The answer's {element} is not a number.");
    }

    private async Task<bool> FlagAsync(string element) =>
        (await TextAsync()).Trim() switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => throw Malformed($"The answer's {element} is neither true nor false."),
        };

    // The enumeration's own reading takes numbers and lists too.
    private static T? Word<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse(text, out T word) && word.ToString() == text.Trim() ? word : null;

    private static ControlCenterException Malformed(string message, Exception? inner = null) =>
        new(ControlCenterError.Malformed, message, inner);
}
