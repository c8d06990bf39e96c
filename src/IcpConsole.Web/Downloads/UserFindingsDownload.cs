using System.Globalization;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Users;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using IcpConsole.Web.Accounts;

namespace IcpConsole.Web.Downloads;

/// <summary>
/// All findings of a check of the User Troubleshooter as CSV (RFC 4180), written as they are read.
/// </summary>
internal static class UserFindingsDownload
{
    private const int AtOnce = 500;

    public static void MapUserFindingsDownload(this WebApplication app) =>
        app.MapGet("/clusters/{clusterId}/diagnostics/user-troubleshooter.csv", DownloadAsync)
            .RequireAuthorization();

    private static IResult DownloadAsync(
        string clusterId,
        UserCheck check,
        IDoor door,
        HttpContext context
    ) =>
        ClusterId.TryParse(clusterId, out var id)
        && Enum.IsDefined(check)
        && door.Look(context.Principal()).Find(id) is not null
            ? Results.Stream(
                stream => WriteAsync(door, context, id, check, stream),
                "text/csv",
                $"{id}-{check}.csv"
            )
            : Results.NotFound();

    private static async Task WriteAsync(
        IDoor door,
        HttpContext context,
        ClusterId cluster,
        UserCheck check,
        Stream stream
    )
    {
        await using var writer = new StreamWriter(
            stream,
            new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
        );
        await writer.WriteAsync(
            "value,cause,cluster,userid,first_name,last_name,mail,directory_uri,node\r\n"
        );
        for (var first = 0; ; first += AtOnce)
        {
            var found = await door.SendAsync(
                context.Principal(),
                cluster,
                new CheckUsers(check, first, AtOnce),
                context.RequestAborted
            );
            var findings = found.Value?.Findings ?? [];
            foreach (
                var (finding, user) in findings.SelectMany(f => f.Users.Select(u => (f, u)))
            )
            {
                string?[] fields =
                [
                    finding.Value,
                    finding.Cause is { } cause
                        ? UserText.ResourceManager.GetString(
                            $"Cause{cause}",
                            CultureInfo.CurrentUICulture
                        )
                        : "",
                    user.Cluster,
                    user.User.UserId,
                    user.User.FirstName,
                    user.User.LastName,
                    user.User.Mail,
                    user.User.DirectoryUri,
                    user.User.Node,
                ];
                await writer.WriteAsync(Csv.Line(fields));
            }

            if (findings.Count < AtOnce)
                return;
        }
    }
}
