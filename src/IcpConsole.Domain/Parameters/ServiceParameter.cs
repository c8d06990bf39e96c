using System.Globalization;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Parameters;

/// <summary>A parameter of a service, kept for each node.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Name">Stable key; the vendor's label for it is a text.</param>
/// <param name="Default">The suggested value.</param>
public abstract record ServiceParameter(string Service, string Name, string Default)
{
    /// <summary>Has one value for all nodes of the cluster.</summary>
    public bool IsClusterwide { get; init; }

    /// <summary>Where its value for a node is kept: what is clusterwide is no node's.</summary>
    public NodeName? PlaceOn(NodeName node) => IsClusterwide ? null : node;

    /// <summary>What is wrong with a value; null when it may be kept.</summary>
    public abstract Problem? Check(string value);
}

/// <summary>One of several words.</summary>
public sealed record ChoiceParameter(
    string Service,
    string Name,
    string Default,
    IReadOnlyList<string> Choices
) : ServiceParameter(Service, Name, Default)
{
    public override Problem? Check(string value) =>
        Choices.Contains(value, StringComparer.Ordinal)
            ? null
            : new ParameterChoice(Default).At(Name);
}

/// <summary>A whole number.</summary>
public sealed record NumberParameter(
    string Service,
    string Name,
    int Suggested,
    int Least,
    int Most
) : ServiceParameter(Service, Name, Suggested.ToString(CultureInfo.InvariantCulture))
{
    public override Problem? Check(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= Least
        && number <= Most
            ? null
            : new ParameterRange(Least, Most).At(Name);
}
