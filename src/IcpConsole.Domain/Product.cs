namespace IcpConsole.Domain;

/// <summary>What this program is.</summary>
public static class Product
{
    /// <summary>
    /// Whoever changes what is stored, or what consoles say to each other, raises it.
    /// </summary>
    public static Version Version { get; } =
        typeof(Product).Assembly.GetName().Version is { } version
            ? new Version(version.ToString(fieldCount: 3))
            : new Version();

    /// <summary>
    /// The oldest that a peer may run: the version before this one, or this one where it is the
    /// first.
    /// </summary>
    public static Version OldestPeer { get; } = new(0, 2, 0);
}
