namespace IcpConsole.Protocols.ControlCenter;

/// <summary>What to do with services. The names are those on the wire.</summary>
public enum ControlType
{
    Start,
    Stop,
    Restart,
}

/// <summary>Whether services are to be activated. The names are those on the wire.</summary>
public enum DeployType
{
    Deploy,
    UnDeploy,
}

/// <summary>A request as it came in.</summary>
/// <param name="Operation">Name of the operation; the answer's elements are named after it.</param>
public abstract record ControlCenterRequest(string Operation);

/// <summary>Asks which services the node has.</summary>
public sealed record StaticServiceListRequest() : ControlCenterRequest(Name)
{
    internal const string Name = "soapGetStaticServiceList";
}

/// <summary>Asks which products and services the node has.</summary>
public sealed record ProductInformationRequest() : ControlCenterRequest(Name)
{
    internal const string Name = "getProductInformationList";
}

/// <summary>A request that is answered with the state of services.</summary>
/// <param name="Operation">Name of the operation.</param>
/// <param name="Services">Their names as written, each once; at most <see
/// cref="ControlCenterSchema.MaxServices"/>.</param>
public abstract record ServiceRequest(string Operation, IReadOnlyList<string> Services)
    : ControlCenterRequest(Operation);

/// <summary>Asks how services are.</summary>
/// <param name="Services">None asks for all.</param>
public sealed record ServiceStatusRequest(IReadOnlyList<string> Services)
    : ServiceRequest(Name, Services)
{
    internal const string Name = "soapGetServiceStatus";
}

/// <summary>Asks to activate services, or to deactivate them.</summary>
/// <param name="NodeName">Node that is meant, which is to be the one that is asked; null when the
/// client does not say.</param>
/// <param name="DeployType">Which of both.</param>
/// <param name="Services">One at least.</param>
public sealed record ServiceDeploymentRequest(
    string? NodeName,
    DeployType DeployType,
    IReadOnlyList<string> Services
) : ServiceRequest(Name, Services)
{
    internal const string Name = "soapDoServiceDeployment";
}

/// <summary>Asks to start, stop or restart services.</summary>
/// <param name="NodeName">Node that is meant, which is to be the one that is asked; null when the
/// client does not say.</param>
/// <param name="ControlType">What to do.</param>
/// <param name="Services">One at least.</param>
public sealed record ControlServicesRequest(
    string? NodeName,
    ControlType ControlType,
    IReadOnlyList<string> Services
) : ServiceRequest(Name, Services)
{
    internal const string Name = "soapDoControlServices";
}

/// <summary>The same on <see cref="ControlCenterSchema.ExtendedPath"/>.</summary>
/// <param name="ProductId">Product whose services are meant, for example <c>Common</c>; null when
/// the client does not say.</param>
/// <param name="DependencyType"><c>Enforce</c> or <c>None</c>; null when the client does not say.
/// The WSDL leaves it open.</param>
/// <param name="ControlType">What to do.</param>
/// <param name="Services">One at least.</param>
public sealed record ControlServicesExtendedRequest(
    string? ProductId,
    string? DependencyType,
    ControlType ControlType,
    IReadOnlyList<string> Services
) : ServiceRequest(Name, Services)
{
    internal const string Name = "soapDoControlServicesEx";
}
