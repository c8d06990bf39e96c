namespace IcpConsole.Storage.Published;

/// <summary>
/// Runs SQL that came from outside. Whatever the statement tries, it reads what any peer may read,
/// within bounds on time and size.
/// </summary>
public interface IPublishedQuery
{
    /// <returns>Null when the query ran to its end.</returns>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    Task<QueryRefusal?> RunAsync(
        string sql,
        QueryCaller caller,
        IQueryRows output,
        CancellationToken cancellationToken
    );
}

/// <summary>Receives the rows of a query as they come.</summary>
public interface IQueryRows
{
    void Columns(IEnumerable<string> names);

    void Row(ReadOnlySpan<string?> values);
}

/// <summary>Whose query it is.</summary>
/// <param name="Key">The account, and where it asks from.</param>
/// <param name="IsKnown">It asks from a node of a peer, or of the cluster itself.</param>
public sealed record QueryCaller(string Key, bool IsKnown);

/// <summary>A query that was not answered.</summary>
/// <param name="Code">Informix's code, as AXL reports it: -201 for a syntax error, -206 for a table
/// that is not published.</param>
/// <param name="Message">In English, for the fault.</param>
public sealed record QueryRefusal(int Code, string Message);
