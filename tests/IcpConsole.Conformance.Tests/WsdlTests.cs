using System.Text.Json.Nodes;
using IcpConsole.Testing;

namespace IcpConsole.Conformance.Tests;

/// <summary>
/// Clients that know nothing but a node's address: what they need is in its WSDL.
/// </summary>
public sealed class WsdlTests(Nodes nodes)
{
    [Theory]
    [InlineData("node", "wsdl.js")]
    [InlineData("php", "wsdl.php")]
    [InlineData("/usr/bin/python3", "wsdl.py")]
    public async Task A_client_starts_from_the_nodes_WSDL_alone(string command, string script)
    {
        await Package.CheckAsync();
        Assert.SkipUnless(NpmPackages.Has(command), $"{command} is not installed.");
        var publisher = nodes.Publisher(2);
        var input = new JsonObject
        {
            ["host"] = publisher,
            ["axl"] = new JsonArray("icsa", "icsa-lab"),
            ["operator"] = new JsonArray("operator", "operator-lab"),
        };
        var (code, output, error) = await NpmPackages.RunAsync(
            command,
            [script],
            input.ToJsonString(),
            ("NODE_EXTRA_CA_CERTS", await nodes.CertificateAsync(publisher))
        );
        Assert.SkipWhen(error.Contains("No module named", StringComparison.Ordinal), error);
        Assert.True(code == 0, error + output);
        var answer = JsonNode.Parse(output)!;
        Assert.Equal("15.0.1", (string?)answer["version"]);
        Assert.Equal(
            [publisher, nodes.Subscriber(2)],
            answer["names"]!.AsArray().Take(2).Select(n => (string)n!)
        );
        Assert.InRange((int)answer["services"]!, 20, 100);
    }
}
