using IcpConsole.Testing;

namespace IcpConsole.Web.Tests;

/// <summary>The process as a script sees it: options, exit codes, files.</summary>
public sealed class ProcessTests(SharedConsole shared) : IClassFixture<SharedConsole>
{
    [Theory]
    [InlineData("--lab-users", "many")]
    [InlineData("--lab-users", "-1")]
    [InlineData("--key-type", "dsa")]
    [InlineData("--lab-network", "10.0.0")]
    [InlineData("--lab-network", "127.0.012")]
    [InlineData("--urls", "ftp://127.0.0.1")]
    [InlineData("--urls", "nonsense")]
    [InlineData("--colour", "blue")]
    public async Task A_bad_option_ends_with_one_line_that_names_it(
        string option,
        string value
    )
    {
        using var folder = new TempFolder();
        await using var console = ConsoleProcess.Start(
            null,
            option,
            value,
            "--data",
            folder.File("data")
        );
        Assert.Equal(2, await console.ExitAsync());
        Assert.Contains(
            option,
            Assert.Single(console.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(folder.File("data")));
    }

    [Fact]
    public async Task A_password_that_is_too_short_is_refused_by_the_name_of_its_variable()
    {
        await using var console = ConsoleProcess.Start("short");
        Assert.Equal(2, await console.ExitAsync());
        Assert.Contains("ICP_ADMIN_PASSWORD", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("short\n", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_in_use_is_told_as_such()
    {
        var first = shared.Console;
        await using var second = ConsoleProcess.Start(null, "--data", first.DataPath);
        Assert.Equal(4, await second.ExitAsync());
        Assert.Contains("--data", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_the_pages_in_use_is_told_as_such()
    {
        var first = shared.Console;
        using var folder = new TempFolder();
        await using var second = ConsoleProcess.Start(
            null,
            "--data",
            folder.File("data"),
            "--urls",
            first.Url.GetLeftPart(UriPartial.Authority)
        );
        Assert.Equal(3, await second.ExitAsync());
        Assert.Contains("--urls", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lab_address_in_use_at_the_first_start_is_fatal_and_leaves_no_cluster_behind()
    {
        var first = shared.Console;
        using var folder = new TempFolder();
        using var network = TestNetwork.Take();
        await using var second = ConsoleProcess.Start(
            null,
            "--data",
            folder.File("data"),
            "--urls",
            $"http://{network.Prefix}.254:8080",
            "--lab",
            "--lab-network",
            string.Join('.', first.Publisher(0).Split('.')[..3])
        );
        Assert.Equal(5, await second.ExitAsync());
        Assert.Contains($"{first.Publisher(0)}:8443", second.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.File("data/clusters")));
    }

    [Fact]
    public async Task Nodes_leave_443_alone_where_they_are_told_to()
    {
        using var folder = new TempFolder();
        using var network = TestNetwork.Take();
        await using var console = ConsoleProcess.Start(
            null,
            "--data",
            folder.File("data"),
            "--urls",
            $"http://{network.Prefix}.254:8080",
            "--lab",
            "--lab-users",
            "1",
            "--key-type",
            "ecdsa",
            "--lab-network",
            network.Prefix,
            "--without-443"
        );
        await console.SignInLinkAsync();
        var publisher = network.Address(0, 1);
        await Eventually.GetAsync(() => OpensAsync(8443));
        Assert.False(await OpensAsync(443));

        async Task<bool> OpensAsync(int port)
        {
            using var socket = new System.Net.Sockets.TcpClient();
            try
            {
                await socket.ConnectAsync(publisher, port);
                return true;
            }
            catch (System.Net.Sockets.SocketException)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// The fingerprint of seoul's publisher: its key is kept, protected by a key that is kept too.
    /// </summary>
    private static async Task<string> CertificateOfAsync(LabConsole console)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(console.Publisher(0), 8443);
        await using var tls = new System.Net.Security.SslStream(
            socket.GetStream(),
            false,
            (_, _, _, _) => true
        );
        await tls.AuthenticateAsClientAsync(console.Publisher(0));
        return tls.RemoteCertificate!.GetCertHashString();
    }

    [Fact]
    public async Task A_killed_console_starts_again_with_all_it_had()
    {
        await using var console = new LabConsole(users: 3);
        await console.StartedAsync();
        var before = await CertificateOfAsync(console);
        console.Process.Kill();
        await console.RestartAsync();
        Assert.Equal(before, await CertificateOfAsync(console));
    }
}
