using System.Xml;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>
/// XmlReader keeps every name that it meets for as long as it lives, while a stream may live for
/// months: so many and no more.
/// </summary>
internal sealed class XmppNameTable : NameTable
{
    private const int Keep = 32;

    private int _left = XmppSchema.MaxNameCharacters;

    public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

    public override string Add(char[] key, int start, int len) =>
        Get(key, start, len) ?? Counted(base.Add(key, start, len));

    private string Counted(string name) =>
        (_left -= name.Length + Keep) >= 0
            ? name
            : throw new XmppException(
                XmppError.TooLarge,
                "The stream has too many different names.",
                "policy-violation"
            );
}
