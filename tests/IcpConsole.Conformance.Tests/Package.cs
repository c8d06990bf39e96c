using System.Text.Json.Nodes;
using IcpConsole.Testing;

namespace IcpConsole.Conformance.Tests;

/// <summary>
/// The npm package cisco-axl, which carries Cisco's own schema and a client that others wrote.
/// </summary>
internal static class Package
{
    public static Task<string?> MissingAsync() => NpmPackages.MissingAsync();

    public static async Task CheckAsync()
    {
        var missing = await NpmPackages.MissingAsync();
        Assert.SkipWhen(missing is not null, missing ?? "");
    }

    public static string Schema =>
        NpmPackages.File("cisco-axl", "schema", "15.0", "AXLSoap.xsd");

    /// <summary>Runs the package's client.</summary>
    /// <param name="host">The node.</param>
    /// <param name="certificate">File with the certificate that it is to trust.</param>
    /// <param name="version">Of the schema.</param>
    /// <param name="calls">What tests/conformance/cisco-axl.js takes.</param>
    /// <returns>For each call its answer or its fault.</returns>
    public static async Task<JsonArray> CallAsync(
        string host,
        string certificate,
        string version,
        params IEnumerable<JsonNode> calls
    )
    {
        var input = new JsonObject
        {
            ["host"] = host,
            ["version"] = version,
            ["calls"] = new JsonArray([.. calls]),
        };
        var (code, output, error) = await NpmPackages.RunAsync(
            "node",
            ["cisco-axl.js"],
            input.ToJsonString(),
            ("NODE_EXTRA_CA_CERTS", certificate)
        );
        Assert.True(code == 0, error);
        return JsonNode.Parse(output)!.AsArray();
    }
}
