using IcpConsole.Engine.Peering.Wire;

namespace IcpConsole.Engine.Peering.Links;

/// <summary>What a cluster's nodes and whoever looks after its peers share.</summary>
/// <param name="Known">Where nodes of known peers connect from.</param>
/// <param name="News">What they have to tell each other.</param>
internal sealed record NodeContacts(KnownAddresses Known, RouterNews News);
