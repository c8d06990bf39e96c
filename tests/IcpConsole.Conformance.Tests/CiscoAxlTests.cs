using System.Text.Json.Nodes;

namespace IcpConsole.Conformance.Tests;

/// <summary>The package's client, as it is, speaks to our nodes.</summary>
public sealed class CiscoAxlTests(Nodes nodes)
{
    private const string Service = "Cisco Intercluster Sync Agent";
    private const string All =
        """{"searchCriteria": {"name": "%"}, "returnedTags": {"name": "", "nodeUsage": "", "processNodeRole": ""}}""";

    private static JsonObject Ask(
        string operation,
        string tags,
        string password = "axl-lab"
    ) =>
        new()
        {
            ["username"] = "axl",
            ["password"] = password,
            ["operation"] = operation,
            ["tags"] = JsonNode.Parse(tags),
        };

    private string Key(string more = "") =>
        $$"""{"processNodeName": "{{nodes.Subscriber(1)}}", "name": "SyncInterval", "service": "{{Service}}"{{more}}}""";

    // In this package the key "value" stands for an element's content, which is how a child of that
    // name is sent.
    private string Update(string value) =>
        $$"""{"value": {{Key($", \"value\": \"{value}\"")}}}""";

    private async Task<JsonArray> CallAsync(string version, params IEnumerable<JsonNode> calls)
    {
        await Package.CheckAsync();
        return await Package.CallAsync(
            nodes.Publisher(1),
            await nodes.CertificateAsync(nodes.Publisher(1)),
            version,
            calls
        );
    }

    [Fact]
    public async Task It_reads_and_writes_service_parameters()
    {
        await Package.CheckAsync();
        var list =
            $$$"""{"searchCriteria": {"processNodeName": "{{{nodes.Subscriber(1)}}}", "service": "%"}, """
            + "\"returnedTags\": {\"value\": {\"name\": \"\", \"value\": \"\"}}, \"skip\": \"1\", \"first\": \"1\"}";
        var outcomes = await CallAsync(
            "15.0",
            Ask("getServiceParameter", Key()),
            Ask("updateServiceParameter", Update("60")),
            Ask("updateServiceParameter", Update("29")),
            Ask("updateServiceParameter", Update("90"), password: "wrong"),
            Ask("getServiceParameter", Key()),
            Ask("listServiceParameter", list)
        );

        var before = outcomes[0]!["answer"]!["serviceParameter"]!;
        Assert.Equal(
            ("30", "long", nodes.Subscriber(1)),
            (
                (string?)before["value"],
                (string?)before["valueType"],
                (string?)before["processNodeName"]!["value"]
            )
        );
        Assert.Equal((string?)before["attributes"]!["uuid"], (string?)outcomes[1]!["answer"]);
        var refused = outcomes[2]!["fault"]!;
        Assert.Equal(
            "Item not valid: The value of SyncInterval has to be a whole number from 30 to 1444.",
            (string?)refused["faultstring"]
        );
        Assert.Equal(
            ("5007", "updateServiceParameter"),
            (
                (string?)refused["detail"]!["axlError"]!["axlcode"],
                (string?)refused["detail"]!["axlError"]!["request"]
            )
        );
        Assert.NotNull(outcomes[3]!["fault"]);
        Assert.Equal("60", (string?)outcomes[4]!["answer"]!["serviceParameter"]!["value"]);
        var listed = Assert.Single(outcomes[5]!["answer"]!["serviceParameter"]!.AsArray())!;
        Assert.Equal(
            ("SyncInterval", "60", null),
            ((string?)listed["name"], (string?)listed["value"], listed["valueType"])
        );
    }

    [Theory]
    [InlineData("11.0")]
    [InlineData("12.5")]
    [InlineData("15.0")]
    public async Task It_reads_nodes_rows_and_the_version_in_the_schemas_that_it_has(
        string version
    )
    {
        var outcomes = await CallAsync(
            version,
            Ask("getCCMVersion", "{}"),
            Ask("listProcessNode", All),
            Ask(
                "executeSQLQuery",
                """{"sql": "select name from processnode where systemnode = 'f' and name < 'z' order by tknodeusage"}"""
            )
        );

        Assert.Equal(
            "15.0.1",
            (string?)outcomes[0]!["answer"]!["componentVersion"]!["version"]
        );
        string[] names = [nodes.Publisher(1), nodes.Subscriber(1)];
        var listed = outcomes[1]!["answer"]!["processNode"]!.AsArray();
        Assert.Equal(names, listed.Select(n => (string)n!["name"]!));
        Assert.Equal(
            ["Publisher", "Subscriber"],
            listed.Select(n => (string)n!["nodeUsage"]!)
        );
        Assert.All(listed, n =>
            Assert.Matches(
                "^\\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\\}$",
                (string)n!["attributes"]!["uuid"]!
            )
        );
        Assert.Equal(
            names,
            outcomes[2]!["answer"]!["row"]!.AsArray().Select(r => (string)r!["name"]!)
        );
    }

    [Fact]
    public async Task Refusals_are_faults_that_it_reads()
    {
        var outcomes = await CallAsync(
            "15.0",
            Ask("getCCMVersion", "{}", password: "wrong"),
            Ask("executeSQLQuery", """{"sql": "select passwordhash from applicationusers"}"""),
            Ask(
                "getServiceParameter",
                """{"processNodeName": "nowhere", "name": "SyncInterval", "service": "Cisco Intercluster Sync Agent"}"""
            ),
            Ask("listPhone", All)
        );

        Assert.All(outcomes, o => Assert.NotNull(o!["fault"]));
        Assert.Equal(
            ["-206", "5007", "-1"],
            outcomes
                .Skip(1)
                .Select(o => (string)o!["fault"]!["detail"]!["axlError"]!["axlcode"]!)
        );
    }
}
