namespace IcpConsole.Domain;

/// <summary>What this program is.</summary>
public static class Product
{
    /// <summary>Whoever changes what is stored, or what consoles say to each other, raises it.</summary>
    public static Version Version { get; } = typeof(Product).Assembly.GetName().Version is { } version ? new Version(version.ToString(fieldCount: 3)) : new Version();
}
