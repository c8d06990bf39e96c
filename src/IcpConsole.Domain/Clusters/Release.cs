namespace IcpConsole.Domain.Clusters;

/// <summary>Release of IM and Presence.</summary>
public enum Release
{
    V125,
    V14,
    V15,
}

public static class Releases
{
    /// <summary>As the vendor writes it: 12.5, 14, 15.</summary>
    public static string Text(this Release release) =>
        release switch
        {
            Release.V125 => "12.5",
            Release.V14 => "14",
            _ => "15",
        };

    /// <summary>As AXL and Control Center say it, with the maintenance release: 15.0.1.</summary>
    public static string Dotted(this Release release) =>
        release switch
        {
            Release.V125 => "12.5.1",
            Release.V14 => "14.0.1",
            _ => "15.0.1",
        };

    /// <summary>
    /// Reads what a cluster says of itself: <c>14</c>, <c>14.0.1</c>, <c>15SU2</c>.
    /// </summary>
    /// <returns>Null for a release that is not known here.</returns>
    public static Release? Parse(string text) =>
        text.StartsWith("12.5", StringComparison.Ordinal) ? Release.V125
        : text.StartsWith("14", StringComparison.Ordinal) ? Release.V14
        : text.StartsWith("15", StringComparison.Ordinal) ? Release.V15
        : null;

    /// <summary>
    /// Whether two releases may peer: each with its own kind and, by the vendor's compatibility
    /// matrices, 12.5 with 15 and 14 with 15. No matrix lists 12.5 with 14.
    /// </summary>
    public static bool MayPeerWith(this Release release, Release other) =>
        release == other || release == Release.V15 || other == Release.V15;
}
