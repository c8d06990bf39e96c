namespace IcpConsole.Protocols.ControlCenter;

/// <summary>How a service is run. The names are those on the wire.</summary>
public enum ServiceType
{
    /// <summary>A process.</summary>
    Service,

    /// <summary>Part of Tomcat.</summary>
    Servlet,
}

/// <summary>A service as the static list has it.</summary>
/// <param name="ServiceName">Its name.</param>
/// <param name="ServiceType">How it is run; null when the node does not say.</param>
/// <param name="Deployable">Whether it can be activated: true for feature services, false for
/// network services.</param>
/// <param name="GroupName">Heading under which Control Center shows it; "" for none.</param>
/// <param name="DependentServices">Names of the services that need it.</param>
public sealed record ServiceSpecification(
    string ServiceName,
    ServiceType? ServiceType,
    bool Deployable,
    string GroupName,
    IReadOnlyList<string> DependentServices
);

/// <summary>A product that is installed on the node.</summary>
/// <param name="ProductName">Its name.</param>
/// <param name="ProductVersion">Its version.</param>
/// <param name="ProductDescription">What it is; "" for nothing.</param>
/// <param name="ProductId">Key by which services refer to it, for example <c>Common</c>.</param>
/// <param name="ShortName">Its short name.</param>
public sealed record InstalledProduct(
    string ProductName,
    string ProductVersion,
    string ProductDescription,
    string ProductId,
    string ShortName
);

/// <summary>A service and the product that it belongs to.</summary>
/// <param name="Service">The service.</param>
/// <param name="ProductId">Key of the product.</param>
public sealed record ProductService(ServiceSpecification Service, string ProductId);

/// <summary>The answer to a <see cref="ProductInformationRequest"/>.</summary>
/// <param name="ActiveServerVersion">Release of the node, for example
/// <c>15.0.1.10000-1</c>.</param>
/// <param name="PrimaryNode">Its publisher.</param>
/// <param name="SecondaryNode">Its other node; "" for none.</param>
/// <param name="Products">What is installed.</param>
/// <param name="Services">The node's services.</param>
public sealed record ProductInformation(
    string ActiveServerVersion,
    string PrimaryNode,
    string SecondaryNode,
    IReadOnlyList<InstalledProduct> Products,
    IReadOnlyList<ProductService> Services
);
