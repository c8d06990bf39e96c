using System.Text;

namespace IcpConsole.Storage.Sqlite.Published;

/// <summary>
/// A pattern of LIKE or MATCHES, as Informix reads it: case counts, and blanks do, too. A value is
/// looked through once for each star, whatever the pattern is.
/// </summary>
internal sealed class SqlPattern
{
    private enum Kind
    {
        One,
        Any,
        Run,
        Set,
    }

    /// <param name="Kind">What it takes.</param>
    /// <param name="Ranges">Of characters, both ends among them.</param>
    /// <param name="IsNegated">All others.</param>
    private sealed record Part(
        Kind Kind,
        IReadOnlyList<(int Low, int High)> Ranges,
        bool IsNegated = false
    )
    {
        public bool Takes(int character) =>
            Kind == Kind.Any
            || Ranges.Any(r => character >= r.Low && character <= r.High) != IsNegated;
    }

    private static readonly Part s_any = new(Kind.Any, []);
    private static readonly Part s_run = new(Kind.Run, []);

    private readonly List<Part> _parts = [];

    /// <param name="pattern">As it stands in the statement.</param>
    /// <param name="escape">Takes the next character for itself; null for none.</param>
    /// <param name="isMatches">With *, ? and [], not % and _.</param>
    public SqlPattern(string pattern, char? escape, bool isMatches)
    {
        var text = Characters(pattern);
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c == escape && at + 1 < text.Length)
                AddOne(text[++at]);
            else if (c == (isMatches ? '*' : '%'))
                AddRun();
            else if (c == (isMatches ? '?' : '_'))
                _parts.Add(s_any);
            else if (isMatches && c == '[' && Array.IndexOf(text, ']', at) is > 0 and var end)
            {
                AddSet(text[(at + 1)..end]);
                at = end;
            }
            else
                AddOne(c);
        }
    }

    public bool Fits(string value)
    {
        var text = Characters(value);
        var (at, part) = (0, 0);
        var (runPart, runAt) = (-1, 0);
        while (at < text.Length)
        {
            if (part < _parts.Count && _parts[part].Kind == Kind.Run)
                (runPart, runAt, part) = (part, at, part + 1);
            else if (part < _parts.Count && _parts[part].Takes(text[at]))
                (at, part) = (at + 1, part + 1);
            else if (runPart >= 0)
                (at, runAt, part) = (runAt + 1, runAt + 1, runPart + 1);
            else
                return false;
        }

        while (part < _parts.Count && _parts[part].Kind == Kind.Run)
            part++;
        return part == _parts.Count;
    }

    private static int[] Characters(string text) =>
        [.. text.EnumerateRunes().Select(r => r.Value)];

    private void AddOne(int character) =>
        _parts.Add(new Part(Kind.One, [(character, character)]));

    private void AddRun()
    {
        if (_parts is not [.., { Kind: Kind.Run }])
            _parts.Add(s_run);
    }

    /// <summary><c>[a-z]</c>, or everything else: <c>[^a-z]</c>.</summary>
    private void AddSet(int[] text)
    {
        var isNegated = text is ['^', ..];
        var ranges = new List<(int, int)>();
        for (var at = isNegated ? 1 : 0; at < text.Length; at++)
        {
            if (at + 2 < text.Length && text[at + 1] == '-')
            {
                ranges.Add((text[at], text[at + 2]));
                at += 2;
            }
            else
                ranges.Add((text[at], text[at]));
        }

        _parts.Add(new Part(Kind.Set, ranges, isNegated));
    }
}
