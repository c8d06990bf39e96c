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

    private readonly record struct Part(Kind Kind, char Char, string Set, bool IsNegated);

    private readonly List<Part> _parts = [];

    /// <param name="pattern">As it stands in the statement.</param>
    /// <param name="escape">Takes the next character for itself; null for none.</param>
    /// <param name="isMatches">With *, ? and [], not % and _.</param>
    public SqlPattern(string pattern, char? escape, bool isMatches)
    {
        for (var at = 0; at < pattern.Length; at++)
        {
            var c = pattern[at];
            if (c == escape && at + 1 < pattern.Length)
                _parts.Add(new Part(Kind.One, pattern[++at], "", false));
            else if (c == (isMatches ? '*' : '%'))
                AddRun();
            else if (c == (isMatches ? '?' : '_'))
                _parts.Add(new Part(Kind.Any, c, "", false));
            else if (isMatches && c == '[' && pattern.IndexOf(']', at) is > 0 and var end)
            {
                AddSet(pattern[(at + 1)..end]);
                at = end;
            }
            else
                _parts.Add(new Part(Kind.One, c, "", false));
        }
    }

    public bool Fits(string value)
    {
        var (at, part) = (0, 0);
        var (runPart, runAt) = (-1, 0);
        while (at < value.Length)
        {
            if (part < _parts.Count && _parts[part].Kind == Kind.Run)
                (runPart, runAt, part) = (part, at, part + 1);
            else if (part < _parts.Count && Takes(_parts[part], value[at]))
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

    private static bool Takes(Part part, char c) =>
        part.Kind switch
        {
            Kind.One => part.Char == c,
            Kind.Any => true,
            _ => part.Set.Contains(c, StringComparison.Ordinal) != part.IsNegated,
        };

    private void AddRun()
    {
        if (_parts is not [.., { Kind: Kind.Run }])
            _parts.Add(new Part(Kind.Run, '*', "", false));
    }

    /// <summary><c>[a-z]</c>, or everything else: <c>[^a-z]</c>.</summary>
    private void AddSet(string text)
    {
        var isNegated = text.StartsWith('^');
        var set = new System.Text.StringBuilder();
        for (var at = isNegated ? 1 : 0; at < text.Length; at++)
        {
            if (
                at + 2 < text.Length
                && text[at + 1] == '-'
                && text[at + 2] - text[at] is >= 0 and < 256
            )
            {
                for (var c = text[at]; c <= text[at + 2]; c++)
                    set.Append(c);
                at += 2;
            }
            else
                set.Append(text[at]);
        }

        _parts.Add(new Part(Kind.Set, '[', set.ToString(), isNegated));
    }
}
