namespace IcpConsole.Protocols.Sip;

/// <summary>
/// Parameters of header values such as Via, From and To (RFC 3261, section 7.3.1).
/// </summary>
internal static class SipParameters
{
    /// <summary>
    /// Value of a parameter of the first value in the field; "" for one without a value, null when
    /// it is absent.
    /// </summary>
    public static string? Get(string field, string name)
    {
        foreach (var part in Split(field).Skip(1))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (
                part.AsSpan(0, equals < 0 ? part.Length : equals)
                    .Trim()
                    .Equals(name, StringComparison.OrdinalIgnoreCase)
            )
                return equals < 0 ? "" : part[(equals + 1)..].Trim();
        }

        return null;
    }

    // Semicolons part, and a comma begins the next value, except in quoted strings and within
    // <...>.
    private static IEnumerable<string> Split(string field)
    {
        var (start, quoted, bracketed) = (0, false, false);
        for (var i = 0; i < field.Length; i++)
        {
            switch (field[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"' when !bracketed:
                    quoted = !quoted;
                    break;
                case '<' or '>' when !quoted:
                    bracketed = field[i] == '<';
                    break;
                case ';' or ',' when !quoted && !bracketed:
                    yield return field[start..i];
                    if (field[i] == ',')
                        yield break;
                    start = i + 1;
                    break;
            }
        }

        yield return field[start..];
    }
}
