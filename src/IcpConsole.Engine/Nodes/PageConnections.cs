using Microsoft.AspNetCore.Connections;

namespace IcpConsole.Engine.Nodes;

/// <summary>The limits of node ports, for the ports of the pages.</summary>
public static class PageConnections
{
    public static void LimitConnections(this IConnectionBuilder port)
    {
        var limits = new ConnectionLimits(
            _ => false,
            StrangerShare.OfPages,
            TimeProvider.System
        );
        port.Use(limits.Wrap);
    }
}
