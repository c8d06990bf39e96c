using System.Net.Mime;
using System.Text;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;
using IcpConsole.Pages.Certificates;
using IcpConsole.Web.Accounts;

namespace IcpConsole.Web.Downloads;

/// <summary>
/// Files of Certificate Management: public certificates and signing requests, for whoever is signed
/// in.
/// </summary>
internal static class CertificateDownloads
{
    private const string Path =
        "/clusters/{clusterId}/security/certificates/{key}.{format:regex(^(pem|der|csr)\\z)}";

    public static void MapCertificateDownloads(this WebApplication app) =>
        app.MapGet(Path, DownloadAsync).RequireAuthorization();

    private static async Task<IResult> DownloadAsync(
        string clusterId,
        string key,
        string format,
        IDoor door,
        HttpContext context
    )
    {
        if (!ClusterId.TryParse(clusterId, out var id))
            return Results.NotFound();
        var list = await door.SendAsync(
            context.Principal(),
            id,
            new ListCertificates(),
            context.RequestAborted
        );
        if (list.Value is not { } certificates)
            return Results.NotFound();
        var row = CertificateRow.FromList(certificates).FirstOrDefault(r => r.Key == key);
        var name = $"{row?.Name}-{row?.Node?.Value ?? id.Value}.{format}";
        return format switch
        {
            "csr" when row?.Identity?.Request is { } request => Results.File(
                Encoding.ASCII.GetBytes(request.Pem),
                MediaTypeNames.Application.Octet,
                name
            ),
            "pem" when row?.Certificate is { } certificate => Results.File(
                Encoding.ASCII.GetBytes(certificate.ToPem()),
                MediaTypeNames.Application.Octet,
                name
            ),
            "der" when row?.Certificate is { } certificate => Results.File(
                certificate.Der.ToArray(),
                MediaTypeNames.Application.Octet,
                name
            ),
            _ => Results.NotFound(),
        };
    }
}
