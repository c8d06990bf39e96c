namespace IcpConsole.Storage.Published;

/// <summary>
/// A statement that is not answered. Codes and texts are Informix's (IBM, <em>Informix Error
/// Messages</em>); what Informix knows and this console does not is named in the text.
/// </summary>
public sealed class SqlRefusedException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    /// <param name="part">What was read where something else was expected; empty at the end.</param>
    public static SqlRefusedException Syntax(string part) =>
        new(
            -201,
            part.Length == 0
                ? "A syntax error has occurred: the statement ends too early."
                : $"A syntax error has occurred at '{Cut(part)}'."
        );

    /// <param name="part">What Informix knows, and this console does not.</param>
    public static SqlRefusedException Unsupported(string part) =>
        new(-201, $"A syntax error has occurred: {Cut(part)} is not supported here.");

    public static SqlRefusedException NoTable(string name) =>
        new(-206, $"The specified table ({Cut(name)}) is not in the database.");

    public static SqlRefusedException NoColumn(string name) =>
        new(
            -217,
            $"Column ({Cut(name)}) not found in any table in the query (or SLV is undefined)."
        );

    public static SqlRefusedException Ambiguous(string name) =>
        new(-324, $"Ambiguous column ({Cut(name)}).");

    public static SqlRefusedException NoRoutine(string name) =>
        new(-674, $"Routine ({Cut(name)}) can not be resolved.");

    public static SqlRefusedException NoNumber() =>
        new(-1213, "A character to numeric conversion process failed.");

    public static SqlRefusedException NoConversion() =>
        new(-1260, "It is not possible to convert between the specified types.");

    public static SqlRefusedException TooMuch(string what) =>
        new(-201, $"The statement is too large: {what}.");

    private static string Cut(string text) => text.Length <= 64 ? text : $"{text[..64]}…";
}
