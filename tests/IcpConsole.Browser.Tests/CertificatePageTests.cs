using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IcpConsole.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>Certificate Management in a browser, with a certificate authority beside it.</summary>
public sealed class CertificatePageTests(Browser browser, SharedLab lab)
    : SharedLabTests(browser, lab)
{
    [Fact]
    public async Task A_certificate_is_requested_signed_uploaded_and_presented_after_the_restart_that_is_asked_for()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Root(key);
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await admin.AddPeerAsync("singapore", Console.Publisher(0));
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        var peer = page.Url;
        await page.GotoAsync(
            $"/clusters/seoul/security/certificates?certificate=tomcat.{Console.Publisher(0)}"
        );
        await admin.ClickAsync("Generate CSR");
        await admin
            .Dialog.GetByLabel("Distribution", new() { Exact = true })
            .SelectOptionAsync("This server");
        await admin.Dialog.GetByLabel("More alternative names").FillAsync("localhost a_b");
        await admin.ConfirmAsync("Generate CSR");
        await Expect(admin.Dialog.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("“a_b”: A host name has no underscore");
        await Browser.PictureAsync(page, "certificate-request");
        await admin.Dialog.GetByLabel("More alternative names").FillAsync("localhost");
        await admin.ConfirmAsync("Generate CSR");
        await Expect(admin.Main).ToContainTextAsync("The signing request was generated");
        await Expect(page.GetByLabel("Certificate Details")).ToContainTextAsync("localhost");
        var download = await page.RunAndWaitForDownloadAsync(() =>
            admin.Main.GetByRole(AriaRole.Link, new() { Name = "Download CSR" }).ClickAsync()
        );
        var request = CertificateRequest.LoadSigningRequestPem(
            await File.ReadAllTextAsync(await download.PathAsync()),
            HashAlgorithmName.SHA256,
            CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions
        );
        Assert.Equal(
            ["localhost"],
            request
                .CertificateExtensions.OfType<X509SubjectAlternativeNameExtension>()
                .Single()
                .EnumerateDnsNames()
        );
        using var leaf = request.Create(
            root.SubjectName,
            X509SignatureGenerator.CreateForECDsa(key),
            TimeProvider.System.GetUtcNow().AddDays(-1),
            TimeProvider.System.GetUtcNow().AddDays(300),
            RandomNumberGenerator.GetBytes(12)
        );

        await UploadAsync(page, admin, "Upload Certificate", leaf.ExportCertificatePem());
        await Expect(admin.Dialog.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("CN=Lab Root is not in tomcat-trust");
        await Browser.PictureAsync(page, "certificate-refused");
        await admin.ConfirmAsync("Cancel");
        await UploadAsync(
            page,
            admin,
            "Upload Certificate/Certificate chain",
            "no certificate"
        );
        await Expect(admin.Dialog.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("no readable certificate");
        await UploadAsync(page, admin, null, root.ExportCertificatePem());
        await Expect(admin.Main).ToContainTextAsync("Added to tomcat-trust: 1.");
        await UploadAsync(page, admin, "Upload Certificate", leaf.ExportCertificatePem());
        await Expect(admin.Main).ToContainTextAsync("The tomcat certificate was uploaded.");
        await Expect(admin.Main)
            .ToContainTextAsync("A new certificate is waiting for a restart");
        await Browser.PictureAsync(page, "certificate-waits");

        await page.GotoAsync("/restart-plan");
        await Expect(admin.Main).ToContainTextAsync("A new tomcat certificate is waiting");
        await Expect(admin.Main)
            .ToContainTextAsync(
                "Restart Cisco Intercluster Sync Agent: certificates were uploaded"
            );
        await admin.ClickAsync("Run the plan");
        await admin.ConfirmAsync("Restart");
        await Expect(admin.Main).ToContainTextAsync("Last run");
        await Expect(admin.Main).ToContainTextAsync("No restarts are pending");
        // The plan told the peer of the authority before the certificate was in use.
        await page.GotoAsync(peer);
        var ends = leaf
            .NotAfter.ToUniversalTime()
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            .Replace('-', '\u2011');
        await Expect(admin.Entry("Certificate Status")).ToContainTextAsync($"expires {ends}");
        await Expect(admin.Entry("Certificate Status"))
            .ToContainTextAsync("Connection is secure");
        await Expect(admin.Entry("Peer Connectivity Test")).ToContainTextAsync("Reachable");
        await admin.OpenListAsync("frankfurt");
        await admin
            .Main.GetByRole(AriaRole.Link, new() { Name = "Add New", Exact = true })
            .First.ClickAsync();
        await admin.FillPeerAsync(Console.Publisher(0));
        await admin.ClickAsync("Save");
        await Expect(admin.Dialog).ToContainTextAsync("CN=Lab Root");
    }

    [Fact]
    public async Task A_regenerated_certificate_is_an_X_at_the_peer_until_a_resync_that_shows_old_beside_new()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("singapore", Console.Publisher(2));
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        var peer = page.Url;
        await page.GotoAsync(
            $"/clusters/frankfurt/security/certificates?certificate=tomcat.{Console.Publisher(2)}"
        );
        await page.GetByLabel("Key", new() { Exact = true }).SelectOptionAsync("ECDSA 384");
        await admin.ClickAsync("Generate Self-Signed");
        await admin.ConfirmAsync("Generate Self-Signed");
        await Expect(page.GetByLabel("Certificate Details"))
            .ToContainTextAsync("when Cisco Tomcat is restarted");
        await page.GotoAsync(
            $"/clusters/frankfurt/system/topology?node={Console.Publisher(2)}"
        );
        await admin.ClickAsync("Restart Cisco Tomcat");
        await admin.ConfirmAsync("Restart");

        await page.GotoAsync(peer);
        await Expect(admin.Panel).ToContainTextAsync("a certificate that differs");
        await admin
            .Main.GetByRole(AriaRole.Button, new() { Name = "Force Manual Sync" })
            .First.ClickAsync();
        await admin.Dialog.GetByLabel("Also resync peer's Tomcat certificates").CheckAsync();
        await admin.ConfirmAsync("OK");
        await Expect(admin.Dialog).ToContainTextAsync("ECDSA 256");
        await Expect(admin.Dialog).ToContainTextAsync("ECDSA 384");
        await Browser.PictureAsync(page, "certificate-resync");
        await admin.ConfirmAsync("OK");
        await admin.ConfirmAsync("Close");
        await Expect(admin.Panel).ToContainTextAsync("In sync");
    }

    [Fact]
    public async Task A_corrupted_trust_entry_is_an_X_with_that_cause_until_the_certificate_is_copied_by_hand()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("singapore", Console.Publisher(2));
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        var peer = page.Url;
        await CorruptAsync("singapore", Console.Publisher(2));
        // What is kept is read when the cluster starts.
        await page.GotoAsync("/clusters/singapore/system/cluster");
        await page.GetByLabel("Platform").SelectOptionAsync("Ova25000");
        await admin.ClickAsync("Save");
        await Expect(admin.Main).ToContainTextAsync("Saved.");

        await page.GotoAsync(peer);
        await Expect(admin.Panel)
            .ToContainTextAsync("The certificate stored for this peer cannot be read");
        await Browser.PictureAsync(page, "certificate-corrupted");
        var (other, there) = await SignedInAsync();
        var (own, foreign) = (
            await DownloadAsync(other, there, Console.Publisher(2)),
            await DownloadAsync(other, there, Console.Address(2, 2))
        );
        var copy = admin.Panel.GetByRole(
            AriaRole.Button,
            new() { Name = $"Copy manually: tomcat of {Console.Publisher(2)}" }
        );
        await copy.ClickAsync();
        await UploadAsync(page, admin, null, foreign);
        await Expect(admin.Dialog.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("This is not the certificate");
        await UploadAsync(page, admin, null, own);
        await Expect(admin.Panel)
            .ToContainTextAsync(
                $"The tomcat certificate of {Console.Publisher(2)} was uploaded."
            );
        await Expect(admin.Panel).ToContainTextAsync("In sync");
    }

    private async Task CorruptAsync(string cluster, string node)
    {
        var files = Directory.GetFiles(
            Console.DataPath,
            $"{cluster}*.db",
            SearchOption.AllDirectories
        );
        await using var connection = new SqliteConnection(
            $"Data Source={Assert.Single(files)};Pooling=False"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE Trust SET Pem = 'spoilt' WHERE Node = $node";
        command.Parameters.AddWithValue("$node", node);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private static async Task<string> DownloadAsync(
        IPage page,
        Administrator admin,
        string node
    )
    {
        await page.GotoAsync(
            $"/clusters/frankfurt/security/certificates?certificate=tomcat.{node}"
        );
        var download = await page.RunAndWaitForDownloadAsync(() =>
            admin
                .Main.GetByRole(AriaRole.Link, new() { Name = "Download .PEM File" })
                .ClickAsync()
        );
        return await File.ReadAllTextAsync(await download.PathAsync());
    }

    [Fact]
    public async Task A_trust_certificate_that_vouches_for_nothing_is_removed_after_the_order_was_shown()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Root(key);
        var (page, admin) = await SignedInAsync();
        await page.GotoAsync("/clusters/frankfurt/security/certificates");
        await UploadAsync(
            page,
            admin,
            "Upload Certificate/Certificate chain",
            root.ExportCertificatePem()
        );
        await Expect(admin.Main).ToContainTextAsync("Trust, uploaded");
        await page.GotoAsync("/certificate-monitor");
        var orphans = page.GetByLabel("Unused trust certificates");
        await Expect(orphans).ToContainTextAsync("It issued none of the certificates in use");
        await orphans.GetByRole(AriaRole.Checkbox).CheckAsync();
        await Browser.PictureAsync(page, "certificate-monitor");
        await admin.ClickAsync("Remove selected…");
        await Expect(admin.Dialog)
            .ToContainTextAsync("frankfurt · tomcat-trust · CN=Lab Root");
        await admin.ConfirmAsync("Remove");
        await Expect(orphans).ToContainTextAsync("Removed: 1.");
        await Expect(orphans).ToContainTextAsync("None");
    }

    [Fact]
    public async Task A_request_and_a_certificate_that_waits_are_discarded_after_a_question_and_the_notification_goes()
    {
        var (page, admin) = await SignedInAsync();
        await page.GotoAsync(
            $"/clusters/seoul/security/certificates?certificate=cup.{Console.Publisher(0)}"
        );
        await admin.ClickAsync("Generate Self-Signed");
        await admin.ConfirmAsync("Generate Self-Signed");
        await Expect(admin.Main)
            .ToContainTextAsync("The self-signed cup certificate was generated.");
        await Expect(page.Locator(".bell .count")).ToHaveTextAsync("1");
        await admin.ClickAsync("Generate CSR");
        await Expect(admin.Dialog.GetByLabel("Distribution", new() { Exact = true }))
            .ToHaveCountAsync(0);
        await admin.ConfirmAsync("Generate CSR");
        var discard = admin.Main.GetByRole(AriaRole.Button, new() { Name = "Discard…" });
        foreach (
            var (left, what) in new[]
            {
                (2, "The waiting certificate and its key are deleted."),
                (1, "The request and its key are deleted"),
            }
        )
        {
            await Expect(discard).ToHaveCountAsync(left);
            await discard.First.ClickAsync();
            await Expect(admin.Dialog).ToContainTextAsync(what);
            await admin.ConfirmAsync("Discard");
            await Expect(admin.Dialog).ToHaveCountAsync(0);
        }

        await Expect(admin.Main).ToContainTextAsync("Discarded.");
        await Expect(discard).ToHaveCountAsync(0);
        await Expect(page.Locator(".bell .count")).ToHaveTextAsync("0");
    }

    private static X509Certificate2 Root(ECDsa key)
    {
        var request = new CertificateRequest("CN=Lab Root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true,
                hasPathLengthConstraint: false,
                0,
                critical: true
            )
        );
        return request.CreateSelfSigned(
            TimeProvider.System.GetUtcNow().AddDays(-2),
            TimeProvider.System.GetUtcNow().AddYears(5)
        );
    }

    private static async Task UploadAsync(
        IPage page,
        Administrator admin,
        string? button,
        string file
    )
    {
        if (button is not null)
            await admin.ClickAsync(button);
        // The field listens a moment after it is there.
        await Eventually.GetAsync(() =>
            page.EvaluateAsync<bool>(
                "() => document.getElementById('upload-file')?._blazorInputFileNextFileId !== undefined"
            )
        );
        await page.GetByLabel("File", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "upload.pem",
                    MimeType = "application/x-pem-file",
                    Buffer = Encoding.ASCII.GetBytes(file),
                }
            );
        await admin.ConfirmAsync("Upload Certificate");
    }
}
