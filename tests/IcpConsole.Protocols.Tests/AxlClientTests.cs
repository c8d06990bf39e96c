using System.Text;
using IcpConsole.Protocols.Axl;

namespace IcpConsole.Protocols.Tests;

public sealed class AxlClientTests
{
    private static async Task<List<AxlRow>> QueryAsync(StubHandler handler)
    {
        using var http = new HttpClient(handler)
        {
            BaseAddress = new Uri("https://127.0.12.1:8443"),
        };
        return await new AxlClient(http, "icsa", "pässword", TimeProvider.System)
            .QueryAsync("SELECT 1", CancellationToken.None)
            .ToListAsync();
    }

    private static byte[] Answer(string rows) =>
        Encoding.UTF8.GetBytes(
            $"<soapenv:Envelope xmlns:soapenv='{AxlSchema.SoapEnvelope}'><soapenv:Body>"
                + "<ns:executeSQLQueryResponse xmlns:ns='http://www.cisco.com/AXL/API/8.0'>"
                + $"<return>{rows}</return></ns:executeSQLQueryResponse></soapenv:Body>"
                + "</soapenv:Envelope>"
        );

    [Fact]
    public async Task A_query_speaks_as_the_real_agent_does()
    {
        var handler = new StubHandler(200, Answer("<row><count>2</count></row>"));
        Assert.Equal(2, Assert.Single(await QueryAsync(handler)).Number("count"));

        Assert.Equal("https://127.0.12.1:8443/axl/", handler.Request!.RequestUri!.ToString());
        Assert.Equal(
            "\"CUCM:DB ver=8.0 executeSQLQuery\"",
            Assert.Single(handler.Request.Headers.GetValues("SOAPAction"))
        );
        Assert.Equal(
            "Basic " + Convert.ToBase64String("icsa:pässword"u8),
            handler.Request.Headers.Authorization!.ToString()
        );
        Assert.Contains(
            "xmlns:ns=\"http://www.cisco.com/AXL/API/8.0\"",
            handler.RequestBody,
            StringComparison.Ordinal
        );
        Assert.Contains("<sql>SELECT 1</sql>", handler.RequestBody, StringComparison.Ordinal);
        Assert.Matches("sequence=\"[0-9]{13}\"", handler.RequestBody!);
    }

    [Fact]
    public async Task Values_cross_the_wire_unchanged()
    {
        string[] values =
        [
            "김민준 🙂 <&>\"'",
            "",
            new string('x', 255),
            "a\r\nb\tc",
            " padded ",
        ];
        var wire = new MemoryStream();
        using (
            var writer = new AxlRowWriter(
                wire,
                new AxlRequest("executeSQLQuery", AxlSchema.Namespace("8.0"), "8.0", null)
            )
        )
        {
            writer.Columns(["count(*)", "b", "c", "d", "e"]);
            writer.Row(values);
            writer.Row([null, null, null, null, null]);
        }

        var rows = await QueryAsync(new StubHandler(200, wire.ToArray()));
        Assert.Equal(
            values,
            ((string[])["count", "b", "c", "d", "e"]).Select(c => rows[0][c])
        );
        Assert.Equal("", rows[1]["b"]);
    }

    [Fact]
    public async Task What_XML_cannot_carry_becomes_the_replacement_character()
    {
        var wire = new MemoryStream();
        using (
            var writer = new AxlRowWriter(
                wire,
                new AxlRequest("executeSQLQuery", AxlSchema.Namespace("8.0"), "8.0", null)
            )
        )
        {
            writer.Columns(["a"]);
            writer.Row(["\u0001x\uD800y🙂"]);
        }

        Assert.Equal(
            "\uFFFDx\uFFFDy🙂",
            (await QueryAsync(new StubHandler(200, wire.ToArray())))[0]["a"]
        );
    }

    [Theory]
    [InlineData(401, AxlError.Unauthorized)]
    [InlineData(403, AxlError.Forbidden)]
    [InlineData(404, AxlError.NotRunning)]
    [InlineData(429, AxlError.Throttled)]
    [InlineData(503, AxlError.Throttled)]
    [InlineData(599, AxlError.WrongVersion)]
    [InlineData(302, AxlError.UnexpectedStatus)]
    [InlineData(502, AxlError.UnexpectedStatus)]
    public async Task Each_status_has_its_meaning(int status, AxlError error) =>
        Assert.Equal(
            error,
            (
                await Assert.ThrowsAsync<AxlException>(() =>
                    QueryAsync(new StubHandler(status, [], "text/html"))
                )
            ).Error
        );

    [Fact]
    public async Task A_fault_says_what_the_server_said()
    {
        var wire = new MemoryStream();
        AxlResponses.WriteFault(
            wire,
            "executeSQLQuery",
            -201,
            "A syntax error has occurred.",
            clientFault: true
        );
        var fault = await Assert.ThrowsAsync<AxlException>(() =>
            QueryAsync(new StubHandler(500, wire.ToArray()))
        );
        Assert.Equal(
            (AxlError.Fault, -201, "A syntax error has occurred."),
            (fault.Error, fault.Code, fault.Message)
        );
    }

    [Fact]
    public async Task An_answer_over_the_limit_asks_for_fewer_rows()
    {
        var wire = new MemoryStream();
        AxlResponses.WriteFault(
            wire,
            "executeSQLQuery",
            -1,
            AxlResponses.TooLarge(2816, 844),
            clientFault: false
        );
        var fault = await Assert.ThrowsAsync<AxlException>(() =>
            QueryAsync(new StubHandler(500, wire.ToArray()))
        );
        // As the real product words it.
        Assert.Equal(
            (
                AxlError.TooLarge,
                "Query request too large. Total rows matched: 2816 rows. Suggestive Row Fetch: less than 844 rows"
            ),
            (fault.Error, fault.Message)
        );
    }

    public static TheoryData<string> HostileAnswers =>
        new(
            "",
            "<html>",
            "<soapenv:Envelope xmlns:soapenv='x'/>",
            "not xml",
            "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'>]><a>&c;</a>",
            Encoding.UTF8.GetString(Answer(string.Concat(Enumerable.Repeat("<row>", 5000)))),
            Encoding.UTF8.GetString(
                Answer($"<row>{string.Concat(Enumerable.Repeat("<a>1</a>", 65))}</row>")
            ),
            Encoding.UTF8.GetString(
                Answer(
                    $"<row><a>{new string('x', AxlSchema.MaxResponseBytes + 100_000)}</a></row>"
                )
            ),
            Encoding.UTF8.GetString(Answer("<row><a>1</a></row>"))[..^40]
        );

    [Theory]
    [MemberData(nameof(HostileAnswers))]
    public async Task A_hostile_answer_is_an_error_and_never_a_hang(string answer) =>
        Assert.Equal(
            AxlError.Malformed,
            (
                await Assert.ThrowsAsync<AxlException>(() =>
                    QueryAsync(new StubHandler(200, Encoding.UTF8.GetBytes(answer)))
                )
            ).Error
        );

    [Fact]
    public async Task A_column_that_is_missing_or_no_number_is_an_error()
    {
        var row = (await QueryAsync(new StubHandler(200, Answer("<row><a>x</a></row>"))))[0];
        Assert.Throws<AxlException>(() => row["b"]);
        Assert.Throws<AxlException>(() => row.Number("a"));
    }

    [Fact]
    public async Task The_version_is_read()
    {
        var wire = new MemoryStream();
        AxlResponses.WriteVersion(
            wire,
            new AxlRequest("getCCMVersion", AxlSchema.Namespace("8.0"), "8.0", "1"),
            "15.0"
        );
        using var http = new HttpClient(new StubHandler(200, wire.ToArray()))
        {
            BaseAddress = new Uri("https://127.0.12.1:8443"),
        };
        Assert.Equal(
            "15.0",
            await new AxlClient(http, "a", "b", TimeProvider.System).GetCcmVersionAsync(
                CancellationToken.None
            )
        );
    }
}
