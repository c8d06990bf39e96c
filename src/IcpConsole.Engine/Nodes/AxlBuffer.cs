using IcpConsole.Protocols.Axl;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Published;

namespace IcpConsole.Engine.Nodes;

/// <summary>
/// What all answers of a node may hold in memory together: 16 MB, as on the real product.
/// </summary>
internal sealed class AxlMemory
{
    private const long Limit = 16 * 1024 * 1024;

    private long _used;

    public bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= Limit)
            return true;
        Release(bytes);
        return false;
    }

    public void Release(long bytes) => Interlocked.Add(ref _used, -bytes);
}

/// <summary>
/// An answer, complete in memory before its first byte is sent, so that one that is too large
/// becomes a fault.
/// </summary>
internal sealed class AxlBuffer(AxlMemory memory) : MemoryStream
{
    private long _reserved;

    /// <summary>Reserves memory for <paramref name="length"/> bytes altogether.</summary>
    public bool TryGrow(long length)
    {
        const long Step = 64 * 1024;
        if (length <= _reserved)
            return true;
        var more = (length - _reserved + Step - 1) / Step * Step;
        if (!memory.TryReserve(more))
            return false;
        _reserved += more;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        memory.Release(_reserved);
        _reserved = 0;
        base.Dispose(disposing);
    }
}

/// <summary>
/// Writes a query's rows into the buffer for as long as they fit, and counts them to the end.
/// </summary>
internal sealed class AxlAnswerRows(AxlBuffer buffer, AxlRequest request)
    : IQueryRows,
        IDisposable
{
    /// <summary>The writer's own buffer, which the stream's length does not show yet.</summary>
    private const int Unflushed = 16 * 1024;

    private readonly AxlRowWriter _writer = new(buffer, request);
    private long _matched;
    private long _fitting;

    /// <summary>The fault's text when not all rows fitted; null otherwise.</summary>
    public string? Overflow { get; private set; }

    public void Columns(IEnumerable<string> names) => _writer.Columns(names);

    public void Row(ReadOnlySpan<string?> values)
    {
        _matched++;
        if (Overflow is not null)
        {
            if (Overflow != AxlResponses.OutOfMemoryText)
                Overflow = AxlResponses.TooLarge(_matched, _fitting);
            return;
        }

        var length = buffer.Length + Unflushed + LongestText(values);
        if (length > AxlSchema.MaxResponseBytes)
            Overflow = AxlResponses.TooLarge(_matched, _fitting);
        else if (!buffer.TryGrow(length))
            Overflow = AxlResponses.OutOfMemoryText;
        else
        {
            _writer.Row(values);
            _fitting++;
        }
    }

    /// <summary>Ends the answer.</summary>
    public void Dispose() => _writer.Dispose();

    // An ampersand becomes five characters; element names and brackets come on top.
    private static long LongestText(ReadOnlySpan<string?> values)
    {
        long length = 0;
        foreach (var value in values)
            length += 64 + 5L * (value?.Length ?? 0);
        return length;
    }
}
