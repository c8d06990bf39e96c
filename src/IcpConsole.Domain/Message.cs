namespace IcpConsole.Domain;

/// <summary>
/// Something that the console has to say: a type of its own, with its arguments and its words in
/// each language, so that the compiler knows them all.
/// </summary>
public abstract record Message
{
    protected abstract Words Words { get; }

    /// <summary>In the reader's language.</summary>
    public string Text() => Words.ToString();
}
