using System.Text;
using IcpConsole.Protocols.Axl;
using IcpConsole.Testing;

namespace IcpConsole.Protocols.Tests;

public sealed class HostileAxlTests
{
    private const string RequestStart =
        $"<s:Envelope xmlns:s='{AxlSchema.SoapEnvelope}'><s:Body><a:executeSQLQuery xmlns:a='http://www.cisco.com/AXL/API/8.0' sequence='1'><sql>";

    private const string AnswerStart =
        $"<e:Envelope xmlns:e='{AxlSchema.SoapEnvelope}'><e:Body><r><return><row><a>";

    // XmlReader reads ahead, by a buffer at most.
    private const int ReadAhead = 128 * 1024;

    private static readonly string[] s_poison =
    [
        "<a>",
        "</a>",
        "<row>",
        "<sql>",
        "<![CDATA[",
        "]]>",
        "&lt;",
        "&xxe;",
        "&#0;",
        "&#x10FFFF;",
        "\0",
        "\uFEFF",
        "<!--",
        " a='b'",
        "x",
        "<?xml version='1.0' encoding='utf-16'?>",
        "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'>]>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
    ];

    private static async Task<Guid> UpdateAsync(
        int status,
        HostileStream answer,
        CancellationToken cancellationToken
    )
    {
        using var http = new HttpClient(new StubHandler(status, new StreamContent(answer)))
        {
            BaseAddress = new Uri("https://127.0.12.1:8443"),
        };
        return await new AxlClient(
            http,
            "a",
            "b",
            TimeProvider.System
        ).UpdateServiceParameterAsync("a", "b", "c", "d", cancellationToken);
    }

    private static async Task<int> QueryAsync(
        int status,
        HostileStream answer,
        CancellationToken cancellationToken
    )
    {
        using var http = new HttpClient(new StubHandler(status, new StreamContent(answer)))
        {
            BaseAddress = new Uri("https://127.0.12.1:8443"),
        };
        return await new AxlClient(http, "a", "b", TimeProvider.System)
            .QueryAsync("SELECT 1", cancellationToken)
            .CountAsync(cancellationToken);
    }

    [Fact]
    public void Every_request_is_read_or_refused() =>
        Hostile
            .Of(
                [
                    RequestStart
                        + "SELECT count(*) FROM enduser WHERE a &lt; 'ü'</sql></a:executeSQLQuery></s:Body></s:Envelope>",
                    $"<?xml version='1.0' encoding='utf-8'?><Envelope xmlns='{AxlSchema.SoapEnvelope}'><Body>"
                        + "<getCCMVersion xmlns='http://www.cisco.com/AXL/API/15.0'/></Body></Envelope>",
                    $"<s:Envelope xmlns:s='{AxlSchema.SoapEnvelope}'><s:Body><a:listProcessNode "
                        + "xmlns:a='http://www.cisco.com/AXL/API/15.0'><searchCriteria><name>%a%</name>"
                        + "</searchCriteria><returnedTags><name/></returnedTags><skip>1</skip><first>2</first></a:listProcessNode></s:Body></s:Envelope>",
                ],
                s_poison
            )
            .Check(
                async (request, deadline) =>
                {
                    try
                    {
                        var read = await AxlRequestReader.ReadAsync(
                            request.Stream(),
                            deadline
                        );
                        if (read.Operation == "listProcessNode")
                            Assert.NotNull(
                                AxlSearch.Read(read, "name").Page([read.Returns("name")])
                            );
                    }
                    catch (AxlException e)
                    {
                        Assert.Equal(AxlError.Malformed, e.Error);
                    }
                }
            );

    [Fact]
    public void Every_answer_is_read_or_refused() =>
        Hostile
            .Of(
                [
                    AnswerStart
                        + "3</a><b>ü&amp;</b></row><row><a/></row></return></r></e:Body></e:Envelope>",
                    $"<e:Envelope xmlns:e='{AxlSchema.SoapEnvelope}'><e:Body><e:Fault>"
                        + $"<faultstring>{AxlResponses.TooLargeText} Total rows matched: 9 rows.</faultstring>"
                        + "<detail><axlError><axlcode>-1</axlcode></axlError></detail></e:Fault></e:Body>"
                        + "</e:Envelope>",
                    $"<e:Envelope xmlns:e='{AxlSchema.SoapEnvelope}'><e:Body><r>"
                        + $"<return>{{0A000000-0000-0000-0000-00000000000A}}</return></r></e:Body></e:Envelope>",
                ],
                s_poison
            )
            .Check(
                async (answer, deadline) =>
                {
                    foreach (var status in (int[])[200, 500])
                    {
                        try
                        {
                            Assert.InRange(
                                await QueryAsync(status, answer.Stream(), deadline),
                                0,
                                answer.Bytes.Length
                            );
                            await UpdateAsync(status, answer.Stream(), deadline);
                        }
                        catch (AxlException) { }
                    }
                }
            );

    [Theory]
    [InlineData("x")]
    [InlineData(" ")]
    [InlineData("&amp;")]
    [InlineData("]]&gt;<!-- -->")]
    [InlineData("<b c='d'/>")]
    [InlineData("<b>")]
    [InlineData("<!-- -->")]
    [InlineData("<?a?>")]
    public async Task What_never_ends_is_refused_at_its_bound(string refrain)
    {
        var request = new HostileStream(
            Encoding.UTF8.GetBytes(RequestStart),
            5000,
            Encoding.UTF8.GetBytes(refrain)
        );
        await Assert.ThrowsAsync<AxlException>(() =>
            AxlRequestReader.ReadAsync(request, CancellationToken.None)
        );
        Assert.InRange(request.BytesRead, 1, AxlSchema.MaxRequestBytes + ReadAhead);

        var answer = new HostileStream(
            Encoding.UTF8.GetBytes(AnswerStart),
            5000,
            Encoding.UTF8.GetBytes(refrain)
        );
        await Assert.ThrowsAsync<AxlException>(() =>
            QueryAsync(200, answer, CancellationToken.None)
        );
        Assert.InRange(answer.BytesRead, 1, AxlSchema.MaxResponseBytes + ReadAhead);
    }

    /// <summary>
    /// XmlReader skips what it is told to ignore by calling itself, once for each, where nothing
    /// has to be waited for: that would end the process.
    /// </summary>
    [Theory]
    [InlineData("<!-- -->")]
    [InlineData("<?abc ?>")]
    public async Task A_long_row_of_what_is_passed_over_is_passed_over(string refrain)
    {
        string Row(int count) => string.Concat(Enumerable.Repeat(refrain, count));
        var request = new MemoryStream(
            Encoding.UTF8.GetBytes(
                $"{RequestStart}SELECT{Row(100_000)} 1</sql></a:executeSQLQuery></s:Body></s:Envelope>"
            )
        );
        Assert.Equal(
            "SELECT 1",
            (await AxlRequestReader.ReadAsync(request, CancellationToken.None)).Sql
        );

        var answer = new MemoryStream(
            Encoding.UTF8.GetBytes(
                $"{AnswerStart}3</a>{Row(1_000_000)}</row></return></r></e:Body></e:Envelope>"
            )
        );
        using var http = new HttpClient(new StubHandler(200, new StreamContent(answer)))
        {
            BaseAddress = new Uri("https://127.0.12.1:8443"),
        };
        Assert.Equal(
            1,
            await new AxlClient(http, "a", "b", TimeProvider.System)
                .QueryAsync("SELECT 1", CancellationToken.None)
                .CountAsync()
        );
    }
}
