using System.Globalization;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Parameters;

/// <summary>System &gt; Service Parameters of one cluster.</summary>
public interface IParameters
{
    /// <summary>
    /// The value of every parameter of a service on a node, by <see cref="ServiceParameter.Name"/>;
    /// the suggested one where none was set.
    /// </summary>
    IReadOnlyDictionary<string, string> Of(NodeName node, string service);

    /// <summary>Keeps a service's values on a node, all or none.</summary>
    /// <returns>Every value that is wrong, tied to its parameter; none when they were
    /// kept.</returns>
    Task<IReadOnlyList<Problem>> SaveAsync(
        NodeName node,
        string service,
        IReadOnlyDictionary<string, string> values,
        CancellationToken cancellationToken
    );
}

public static class ParameterValues
{
    /// <summary>The value of a parameter that is a number.</summary>
    public static int Number(
        this IParameters parameters,
        NodeName node,
        ServiceParameter parameter
    ) =>
        int.Parse(
            parameters.Of(node, parameter.Service)[parameter.Name],
            CultureInfo.InvariantCulture
        );
}
