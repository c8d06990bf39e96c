namespace IcpConsole.Protocols.Axl;

/// <summary>
/// An element of a request below its operation: text, or elements that hold text.
/// </summary>
/// <param name="Name">Its local name.</param>
/// <param name="Text">Its own text, without that of its children.</param>
/// <param name="Uuid">The <c>uuid</c> attribute with which a reference names its object; null when
/// absent.</param>
/// <param name="Children">One level of them: no operation that is answered has more.</param>
public sealed record AxlElement(
    string Name,
    string Text,
    string? Uuid,
    IReadOnlyList<AxlElement> Children
);

/// <summary>An AXL request as it came in.</summary>
/// <param name="Operation">Local name of the operation element, for example
/// <c>executeSQLQuery</c>.</param>
/// <param name="NamespaceUri">Its namespace; the answer uses the same.</param>
/// <param name="Version">Schema version named by the namespace.</param>
/// <param name="Sequence">The <c>sequence</c> attribute, echoed in the answer; null when
/// absent.</param>
public sealed record AxlRequest(
    string Operation,
    string NamespaceUri,
    string Version,
    string? Sequence
)
{
    /// <summary>Children of the operation element, in their order.</summary>
    public IReadOnlyList<AxlElement> Elements { get; init; } = [];

    /// <summary>Text of the <c>sql</c> child; null when absent.</summary>
    public string? Sql => Text("sql");

    /// <summary>The first child of that name; null when absent.</summary>
    public AxlElement? Find(string name) => Elements.FirstOrDefault(e => e.Name == name);

    /// <summary>Its text; null when absent.</summary>
    public string? Text(string name) => Find(name)?.Text;

    /// <summary>
    /// Whether the answer's objects are to have that child: all, where <c>returnedTags</c> names
    /// none.
    /// </summary>
    public bool Returns(string tag) =>
        Find("returnedTags") is not { Children: { Count: > 0 } tags }
        || tags.Any(t => t.Name == tag);
}
