using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Users;
using IcpConsole.Protocols.CertificateManagement;
using Microsoft.AspNetCore.Http;
using Schema = IcpConsole.Protocols.CertificateManagement.CertificateManagementSchema;

namespace IcpConsole.Engine.Nodes;

/// <summary>
/// The certificate REST interface of a node, for users with the Platform role: what Certificate
/// Management does in a browser.
/// </summary>
internal sealed class CertificateEndpoint(
    NodeName node,
    HostedCertificates certificates,
    ApplicationLogin logins
)
{
    private const string Rsa = "rsa";
    private const string Ec = "ec";
    private const string ThisServer = "this-server";
    private const string MultiServer = "multi-server";

    public static bool Is(PathString path) =>
        path.StartsWithSegments(Schema.Path, StringComparison.OrdinalIgnoreCase);

    public async Task AnswerAsync(HttpContext context)
    {
        if (
            await logins.AdmitAsync(
                context,
                ApplicationRoles.Platform,
                "CMPlatform Realm",
                HttpMethods.Get,
                HttpMethods.Post
            )
            is null
        )
            return;
        var (path, cancellationToken) = (
            context.Request.Path.Value!.ToLowerInvariant(),
            context.RequestAborted
        );
        var service = context.Request.Query["service"].ToString();
        await (
            HttpMethods.IsGet(context.Request.Method)
                ? path switch
                {
                    Schema.Snapshot => CertificateHttp.WriteAsync(
                        context,
                        await SnapshotAsync(cancellationToken),
                        CertificateJson.Default.Snapshot
                    ),
                    Schema.Options => CertificateHttp.WriteAsync(
                        context,
                        new CertificateOptions(
                            CertificateServices.All,
                            [
                                .. CertificateServices.Exchanged.Select(
                                    CertificateServices.TrustOf
                                ),
                            ],
                            [Rsa, Ec]
                        ),
                        CertificateJson.Default.CertificateOptions
                    ),
                    Schema.Identity or Schema.IdentityUpload => await IdentityAsync(
                        service,
                        cancellationToken
                    )
                        is { } identity
                        ? CertificateHttp.WriteAsync(
                            context,
                            identity,
                            CertificateJson.Default.IdentityCertificate
                        )
                        : CertificateHttp.RefuseAsync(
                            context,
                            StatusCodes.Status404NotFound,
                            $"ServiceUnknown: {service}"
                        ),
                    Schema.Trust or Schema.TrustUpload => (
                        await SnapshotAsync(cancellationToken)
                    ).Trusts.FirstOrDefault(t =>
                        t.Service == CertificateServices.TrustOf(service)
                    )
                        is { } store
                        ? CertificateHttp.WriteAsync(
                            context,
                            store.CertificateData,
                            CertificateJson.Default.IReadOnlyListTrustCertificate
                        )
                        : CertificateHttp.RefuseAsync(
                            context,
                            StatusCodes.Status404NotFound,
                            $"ServiceUnknown: {service}"
                        ),
                    _ => CertificateHttp.RefuseAsync(
                        context,
                        StatusCodes.Status404NotFound,
                        $"PathUnknown: {path}"
                    ),
                }
                : path switch
                {
                    Schema.Request => RequestAsync(context),
                    Schema.IdentityUpload => UploadIdentityAsync(context),
                    Schema.TrustUpload => UploadTrustAsync(context),
                    _ => CertificateHttp.RefuseAsync(
                        context,
                        StatusCodes.Status404NotFound,
                        $"PathUnknown: {path}"
                    ),
                }
        );
    }

    /// <summary>Of which kind its key is, its name may say.</summary>
    private async Task<IdentityCertificate?> IdentityAsync(
        string asked,
        CancellationToken cancellationToken
    )
    {
        var service = WithoutSuffix(asked);
        var list = await certificates.ListAsync(cancellationToken);
        var isElliptic = list
            .Identities.FirstOrDefault(i => i.Node == node && i.Service == service)
            ?.Certificate?.Key.StartsWith("ECDSA", StringComparison.Ordinal);
        if (service != asked && isElliptic != true)
            return null;
        var found = (await SnapshotAsync(cancellationToken)).Identities.FirstOrDefault(i =>
            i.Service == service
        );
        return found is null ? null : found with { Service = asked };
    }

    private static string WithoutSuffix(string service) =>
        service.EndsWith(Schema.EllipticSuffix, StringComparison.OrdinalIgnoreCase)
            ? service[..^Schema.EllipticSuffix.Length]
            : service;

    private async Task<Snapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        var list = await certificates.ListAsync(cancellationToken);
        var stores = list.Trusted.Where(t => t.Certificate is not null).ToLookup(t => t.Store);
        return new Snapshot(
            Guid.NewGuid().ToString(),
            node.Value,
            [
                .. list
                    .Identities.Where(i => i.Node == node)
                    .Select(i => new IdentityCertificate(
                        i.Service,
                        i.Certificate?.ToPem(),
                        i.Request?.Pem
                    )),
            ],
            [
                .. CertificateServices
                    .Exchanged.Select(CertificateServices.TrustOf)
                    .Select(s => new TrustStore(
                        s,
                        [
                            .. stores[s]
                                .Select(t => new TrustCertificate(
                                    $"{t.Node?.Value ?? "authority"}-{t.Id}.pem",
                                    t.Certificate!.ToPem()
                                )),
                        ]
                    )),
            ],
            []
        );
    }

    private async Task RequestAsync(HttpContext context)
    {
        if (
            await CertificateHttp.ReadAsync(context, CertificateJson.Default.CsrRequest)
            is not { } read
        )
            return;
        var asked = read with { Service = WithoutSuffix(read.Service ?? "") };
        var isElliptic = asked.Service != (read.Service ?? "");
        var type = asked.KeyType?.ToLowerInvariant() switch
        {
            null => isElliptic ? KeyType.Ecdsa : KeyType.Rsa,
            Rsa when !isElliptic => KeyType.Rsa,
            Ec or "ecdsa" => KeyType.Ecdsa,
            _ => (KeyType?)null,
        };
        var key = KeySpec.All.FirstOrDefault(k =>
            k.Type == type && k.Bits == (asked.KeyLength ?? KeySpec.Default(k.Type).Bits)
        );
        var distribution = asked.Distribution?.ToLowerInvariant() switch
        {
            null => CsrSpec.DefaultDistribution(asked.Service),
            ThisServer => Distribution.ThisServer,
            MultiServer => Distribution.MultiServer,
            _ => (Distribution?)null,
        };
        if (key is null)
            await CertificateHttp.RefuseAsync(
                context,
                StatusCodes.Status400BadRequest,
                $"KeyUnknown: {asked.KeyType}, {asked.KeyLength}"
            );
        else if (!CertificateServices.All.Contains(asked.Service))
            await CertificateHttp.RefuseAsync(
                context,
                StatusCodes.Status400BadRequest,
                $"ServiceUnknown: {asked.Service}"
            );
        else if (distribution is null)
            await CertificateHttp.RefuseAsync(
                context,
                StatusCodes.Status400BadRequest,
                $"DistributionUnknown: {asked.Distribution}"
            );
        else if (
            asked.HashAlgorithm is not null
            && !asked.HashAlgorithm.Equals("sha256", StringComparison.OrdinalIgnoreCase)
        )
            await CertificateHttp.RefuseAsync(
                context,
                StatusCodes.Status400BadRequest,
                $"HashUnknown: {asked.HashAlgorithm}"
            );
        else if (Spec(asked, key, distribution.Value) is var spec && !spec.Succeeded)
            await CertificateHttp.RefuseAsync(
                context,
                StatusCodes.Status400BadRequest,
                CertificateHttp.Message(spec.Problems[0])
            );
        else if (
            await certificates.RequestAsync(
                node,
                asked.Service ?? "",
                spec.Value,
                context.RequestAborted
            ) is
            { } problem
        )
            await CertificateHttp.RefuseAsync(
                context,
                StatusCodes.Status400BadRequest,
                CertificateHttp.Message(problem)
            );
        else
        {
            var made = (await certificates.ListAsync(context.RequestAborted)).Identities.First(
                i => i.Node == node && i.Service == asked.Service
            );
            await CertificateHttp.WriteAsync(
                context,
                new CsrResponse(made.Request?.Pem ?? ""),
                CertificateJson.Default.CsrResponse
            );
        }
    }

    private static Result<CsrSpec> Spec(
        CsrRequest asked,
        KeySpec key,
        Distribution distribution
    ) =>
        (asked.AltNames ?? [])
            .Select(n => CsrForm.MistakeIn(n ?? ""))
            .OfType<CsrNameMalformed>()
            .FirstOrDefault()
            is { } mistake
            ? mistake
            : new CsrForm(asked.Service ?? "", key)
            {
                Distribution = distribution,
                CommonName = asked.CommonName ?? "",
                AlternativeNames = string.Join(',', asked.AltNames ?? []),
            }.Read();

    private async Task UploadIdentityAsync(HttpContext context)
    {
        if (
            await CertificateHttp.ReadAsync(context, CertificateJson.Default.IdentityUpload)
            is not { } upload
        )
            return;
        var service = WithoutSuffix(upload.Service ?? "");
        if (!CertificateServices.All.Contains(service))
            await CertificateHttp.RefuseAsync(
                context,
                StatusCodes.Status400BadRequest,
                $"ServiceUnknown: {upload.Service}"
            );
        else if (
            await certificates.UploadAsync(
                node,
                service,
                File(upload.Certificates),
                context.RequestAborted
            ) is
            { } problem
        )
            await CertificateHttp.RefuseAsync(
                context,
                StatusCodes.Status400BadRequest,
                CertificateHttp.Message(problem)
            );
        else
        {
            var warning = await WarningAsync(service, context.RequestAborted);
            await CertificateHttp.WriteAsync(
                context,
                new ErrorMessage($"Uploaded. Restart the service that presents it.{warning}"),
                CertificateJson.Default.ErrorMessage
            );
        }
    }

    /// <summary>What is to be said of a certificate that was taken.</summary>
    private async Task<string> WarningAsync(string service, CancellationToken stop)
    {
        var identity = (await certificates.ListAsync(stop)).Identities.FirstOrDefault(i =>
            i.Node == node && i.Service == service
        );
        return identity?.Next is { IsForServersAlone: true }
            ? $" {CertificateHttp.Message(new CertificateForServersAlone(service))}"
            : "";
    }

    private async Task UploadTrustAsync(HttpContext context)
    {
        if (
            await CertificateHttp.ReadAsync(context, CertificateJson.Default.TrustUpload)
            is not { } upload
        )
            return;
        var services = upload.Service?.Select(s => WithoutSuffix(s ?? "")).Distinct().ToList();
        if (services is not { Count: > 0 })
        {
            await CertificateHttp.RefuseAsync(
                context,
                StatusCodes.Status400BadRequest,
                "ServiceMissing"
            );
            return;
        }

        // With a name that is unknown, no store changes.
        if (
            services.FirstOrDefault(s => !CertificateServices.Exchanged.Contains(s)) is
            { } unknown
        )
        {
            await CertificateHttp.RefuseAsync(
                context,
                StatusCodes.Status400BadRequest,
                $"ServiceUnknown: {unknown}"
            );
            return;
        }

        foreach (var service in services)
        {
            var added = await certificates.TrustAsync(
                service,
                File(upload.Certificates),
                context.RequestAborted
            );
            // What is there already need not be told apart from what has come.
            if (added.Succeeded || added.Problems[0] is UploadTrustedAlready)
                continue;
            await CertificateHttp.RefuseAsync(
                context,
                StatusCodes.Status400BadRequest,
                CertificateHttp.Message(added.Problems[0])
            );
            return;
        }

        await CertificateHttp.WriteAsync(
            context,
            new ErrorMessage("Uploaded."),
            CertificateJson.Default.ErrorMessage
        );
    }

    private static byte[] File(IReadOnlyList<string>? certificates) =>
        Encoding.ASCII.GetBytes(string.Join('\n', certificates ?? []));
}
