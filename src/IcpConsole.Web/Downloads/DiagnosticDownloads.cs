using System.Net.Mime;
using System.Text;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;
using IcpConsole.Pages.Diagnostics;
using IcpConsole.Web.Accounts;

namespace IcpConsole.Web.Downloads;

/// <summary>Files of Diagnostics, for whoever is signed in.</summary>
internal static class DiagnosticDownloads
{
    private const string Path =
        "/clusters/{clusterId}/diagnostics/troubleshooter.{format:regex(^(txt|json)\\z)}";

    public static void MapDiagnosticDownloads(this WebApplication app) =>
        app.MapGet(Path, Download).RequireAuthorization();

    private static IResult Download(
        string clusterId,
        string format,
        IDoor door,
        HttpContext context
    )
    {
        if (
            !ClusterId.TryParse(clusterId, out var id)
            || door.Look(context.Principal()).Find(id) is not { Diagnostics: not null } cluster
        )
            return Results.NotFound();
        var file =
            format == "json"
                ? CheckReport.Json(cluster)
                : Encoding.UTF8.GetBytes(CheckReport.Text(cluster));
        return Results.File(
            file,
            MediaTypeNames.Application.Octet,
            $"troubleshooter-{id}.{format}"
        );
    }
}
