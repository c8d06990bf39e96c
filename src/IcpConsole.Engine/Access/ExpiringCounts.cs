namespace IcpConsole.Engine.Access;

/// <summary>
/// Counts by keys that strangers choose: each is forgotten some time after it was last counted, and
/// the oldest where there are too many.
/// </summary>
internal sealed class ExpiringCounts<TKey>(TimeProvider time, TimeSpan lifetime)
    where TKey : notnull
{
    private const int MaxKeys = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];

    /// <summary>The one that was counted longest ago comes first.</summary>
    private readonly LinkedList<Entry> _byAge = [];

    public int Of(TKey key)
    {
        lock (_lock)
        {
            RemoveOld();
            return _entries.TryGetValue(key, out var node) ? node.Value.Count : 0;
        }
    }

    /// <returns>The count with this one.</returns>
    public int Add(TKey key)
    {
        lock (_lock)
        {
            RemoveOld();
            var count = Remove(key) + 1;
            if (_entries.Count == MaxKeys)
                Remove(_byAge.First!.Value.Key);
            _entries[key] = _byAge.AddLast(new Entry(key, count, time.GetTimestamp()));
            return count;
        }
    }

    public void Forget(TKey key)
    {
        lock (_lock)
            Remove(key);
    }

    private void RemoveOld()
    {
        while (_byAge.First is { } oldest && time.GetElapsedTime(oldest.Value.At) > lifetime)
            Remove(oldest.Value.Key);
    }

    private int Remove(TKey key)
    {
        if (!_entries.Remove(key, out var node))
            return 0;
        _byAge.Remove(node);
        return node.Value.Count;
    }

    private sealed record Entry(TKey Key, int Count, long At);
}
