using System.Text;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;
using IcpConsole.Pages.Peering;
using IcpConsole.Web.Accounts;

namespace IcpConsole.Web.Downloads;

/// <summary>The list of a cluster's peers as CSV, for whoever is signed in.</summary>
internal static class PeerListDownload
{
    public static void MapPeerListDownload(this WebApplication app) =>
        app.MapGet("/clusters/{clusterId}/presence/inter-clustering.csv", Download)
            .RequireAuthorization();

    private static IResult Download(string clusterId, IDoor door, HttpContext context)
    {
        if (
            !ClusterId.TryParse(clusterId, out var id)
            || door.Look(context.Principal()).Find(id) is not { Peering: not null } cluster
        )
            return Results.NotFound();
        // With a byte order mark, by which spreadsheets know UTF-8.
        var bytes = Encoding.UTF8.GetBytes($"\uFEFF{PeerListReport.Write(cluster)}");
        return Results.File(bytes, "text/csv", $"{id}-peers.csv");
    }
}
