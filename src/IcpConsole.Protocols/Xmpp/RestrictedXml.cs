namespace IcpConsole.Protocols.Xmpp;

/// <summary>
/// Finds what RFC 6120, section 11.1, forbids in a stream: comments, processing instructions, DTDs
/// and entities beyond the built-in five. XmlReader tells the last two from other errors in words
/// alone, so the bytes are looked at before it sees them.
/// </summary>
internal sealed class RestrictedXml
{
    private const string CDataStart = "[CDATA[";

    private State _state;
    private string _seen = "";
    private bool _afterFirstTag;

    private enum State
    {
        Content,
        Tag,
        Declaration,
        CData,
        Reference,
    }

    /// <returns>How many of the bytes come before the first that is forbidden.</returns>
    public int Accept(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!Accept((char)bytes[i]))
                return i;
        }

        return bytes.Length;
    }

    private bool Accept(char c) =>
        _state switch
        {
            State.Tag => AcceptTag(c),
            State.Declaration => AcceptDeclaration(c),
            State.CData => AcceptCData(c),
            State.Reference => AcceptReference(c),
            _ => Go(
                c switch
                {
                    '<' => State.Tag,
                    '&' => State.Reference,
                    _ => State.Content,
                }
            ),
        };

    // The XML declaration looks like a processing instruction, and XmlReader takes it at the very
    // beginning only.
    private bool AcceptTag(char c)
    {
        var first = !_afterFirstTag;
        _afterFirstTag = true;
        return Go(c == '!' ? State.Declaration : State.Content) && (c != '?' || first);
    }

    private bool AcceptDeclaration(char c)
    {
        _seen += c;
        return CDataStart.StartsWith(_seen, StringComparison.Ordinal)
            && (_seen.Length < CDataStart.Length || Go(State.CData));
    }

    private bool AcceptCData(char c)
    {
        if (c == '>' && _seen == "]]")
            return Go(State.Content);
        _seen =
            c != ']' ? ""
            : _seen.Length == 0 ? "]"
            : "]]";
        return true;
    }

    // An ampersand that begins no reference is not well-formed, which is XmlReader's business.
    private bool AcceptReference(char c)
    {
        if (c == ';')
            return _seen is "amp" or "lt" or "gt" or "quot" or "apos" && Go(State.Content);
        if (c is '#' or '<' or '&' or '"' or '\'' or '>' || char.IsWhiteSpace(c))
            return Go(State.Content);
        _seen += c;
        return _seen.Length <= "quot".Length;
    }

    private bool Go(State state)
    {
        (_state, _seen) = (state, "");
        return true;
    }
}
