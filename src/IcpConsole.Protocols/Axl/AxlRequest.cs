namespace IcpConsole.Protocols.Axl;

/// <summary>An AXL request as it came in.</summary>
/// <param name="Operation">Local name of the operation element, for example <c>executeSQLQuery</c>.</param>
/// <param name="NamespaceUri">Its namespace; the answer uses the same.</param>
/// <param name="Version">Schema version named by the namespace.</param>
/// <param name="Sequence">The <c>sequence</c> attribute, echoed in the answer; null when absent.</param>
/// <param name="Sql">Text of the <c>sql</c> child; null when absent.</param>
public sealed record AxlRequest(string Operation, string NamespaceUri, string Version, string? Sequence, string? Sql);
