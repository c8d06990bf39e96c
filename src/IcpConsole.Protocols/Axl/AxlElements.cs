using System.Text;

namespace IcpConsole.Protocols.Axl;

/// <summary>
/// Gathers the elements below an operation as they are read: two levels of them; what lies deeper
/// is passed over.
/// </summary>
internal sealed class AxlElements
{
    private readonly List<Draft> _drafts = [];
    private int _count;

    /// <param name="level">1 for a child of the operation.</param>
    /// <param name="name">Local name.</param>
    /// <param name="uuid">Its attribute.</param>
    /// <exception cref="AxlException"><see cref="AxlError.Malformed"/>: too many, or one where text
    /// alone may be.</exception>
    public void Begin(int level, string name, string? uuid)
    {
        if (++_count > AxlSchema.MaxElements)
            throw new AxlException(
                AxlError.Malformed,
                $"An operation with more than {AxlSchema.MaxElements} elements."
            );
        if (level == 1)
            _drafts.Add(new Draft(name, uuid));
        else if (_drafts[^1].Name == "sql")
            throw new AxlException(AxlError.Malformed, "The sql element holds text alone.");
        else if (level == 2)
            _drafts[^1].Children.Add(new Draft(name, uuid));
    }

    /// <param name="level">2 for text of a child of the operation: it lies one below its
    /// element.</param>
    /// <param name="text">A piece of it.</param>
    public void Append(int level, string text)
    {
        if (level == 2)
            _drafts[^1].Text.Append(text);
        else if (level == 3)
            _drafts[^1].Children[^1].Text.Append(text);
    }

    public IReadOnlyList<AxlElement> Read() => [.. _drafts.Select(d => d.Read())];

    private sealed class Draft(string name, string? uuid)
    {
        public string Name => name;

        public StringBuilder Text { get; } = new();

        public List<Draft> Children { get; } = [];

        public AxlElement Read() =>
            new(name, Text.ToString(), uuid, [.. Children.Select(c => c.Read())]);
    }
}
