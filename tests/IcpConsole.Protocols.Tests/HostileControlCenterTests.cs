using System.Text;
using IcpConsole.Protocols.ControlCenter;
using IcpConsole.Testing;

namespace IcpConsole.Protocols.Tests;

public sealed class HostileControlCenterTests
{
    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Start =
        $"<s:Envelope xmlns:s='{Soap}' xmlns:a='{ControlCenterSchema.Namespace}'><s:Body>";
    private const string End = "</s:Body></s:Envelope>";

    private const string Control =
        Start
        + "<a:soapDoControlServices><a:ControlServiceRequest><a:NodeName>ü</a:NodeName><a:ControlType>Restart</a:ControlType>"
        + "<a:ServiceList><a:item>Cisco XCP &lt;Router</a:item><item/></a:ServiceList></a:ControlServiceRequest></a:soapDoControlServices>"
        + End;

    private const string StatusStart = Start + "<a:soapGetServiceStatus><a:ServiceStatus>";
    private const string StatusEnd = "</a:ServiceStatus></a:soapGetServiceStatus>" + End;

    private const string AnswerStart =
        Start
        + "<a:soapGetServiceStatusResponse><a:soapGetServiceStatusReturn><a:ReturnCode>0</a:ReturnCode><a:ServiceInfoList>"
        + "<a:item><a:ServiceName>A Cisco DB</a:ServiceName>"
        + "<a:ServiceStatus>Started</a:ServiceStatus><a:ReasonCode>-1</a:ReasonCode>"
        + "<a:UpTime>86400</a:UpTime></a:item>";

    private const string AnswerEnd =
        "</a:ServiceInfoList></a:soapGetServiceStatusReturn></a:soapGetServiceStatusResponse>"
        + End;

    private const string ListAnswer =
        Start
        + "<a:soapGetStaticServiceListResponse><a:soapGetStaticServiceListReturn><a:Services><a:item><a:ServiceName>ü&amp;</a:ServiceName>"
        + "<a:ServiceType>Servlet</a:ServiceType><a:Deployable>true</a:Deployable>"
        + "<a:DependentServices><a:Service>b</a:Service></a:DependentServices></a:item>"
        + "</a:Services>"
        + "</a:soapGetStaticServiceListReturn></a:soapGetStaticServiceListResponse>"
        + End;

    private const string Fault =
        Start
        + "<s:Fault><faultcode>s:Server</faultcode><faultstring>Exceeded allowed rate</faultstring><detail/></s:Fault>"
        + End;

    private const string BillionLaughs =
        "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>]>";

    // XmlReader reads ahead, by a buffer at most.
    private const int ReadAhead = 128 * 1024;

    private static readonly string[] s_poison =
    [
        "<a:item>",
        "</a:item>",
        "<item>",
        "<b xmlns='urn:b'/>",
        "<a:ServiceStatus>",
        "<a:ControlType>",
        "<a:ServiceList/>",
        "<s:Body>",
        "<![CDATA[",
        "]]>",
        "&lt;",
        "&xxe;",
        "&#0;",
        "&#x10FFFF;",
        "\0",
        "\uFEFF",
        "<!--",
        "<!-- -->",
        "<?a b?>",
        " a='b'",
        " xmlns:a='urn:b'",
        "x",
        "-1",
        "99999999999999999999",
        "<?xml version='1.0' encoding='utf-16'?>",
        BillionLaughs,
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
    ];

    private static async Task<T> CallAsync<T>(
        int status,
        Stream answer,
        Func<ControlCenterClient, Task<T>> call
    )
    {
        using var http = new HttpClient(new StubHandler(status, new StreamContent(answer)))
        {
            BaseAddress = new Uri("https://127.0.12.1:8443"),
        };
        return await call(new ControlCenterClient(http, "a", "b", TimeProvider.System));
    }

    private static Task<ServiceInformationResponse> StatusAsync(
        int status,
        Stream answer,
        CancellationToken cancellationToken
    ) =>
        CallAsync(status, answer, client =>
            client.GetServiceStatusAsync([], cancellationToken)
        );

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static async Task RefusedAsync(Func<Task> read) =>
        Assert.Equal(
            ControlCenterError.Malformed,
            (
                await Assert
                    .ThrowsAsync<ControlCenterException>(read)
                    .WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System)
            ).Error
        );

    [Fact]
    public void Every_request_is_read_or_refused() =>
        Hostile
            .Of(
                [
                    Control,
                    StatusStart
                        + "<item>a</item><!-- x --><ServiceName>ü</ServiceName>"
                        + StatusEnd,
                    $"<?xml version='1.0' encoding='utf-8'?><Envelope xmlns='{Soap}'><Header/><Body>"
                        + $"<soapGetStaticServiceList xmlns='{ControlCenterSchema.Namespace}'>"
                        + "<ServiceInformationResponse/></soapGetStaticServiceList></Body></Envelope>",
                ],
                s_poison
            )
            .Check(
                async (request, deadline) =>
                {
                    try
                    {
                        var read = await ControlCenterRequestReader.ReadAsync(
                            request.Stream(),
                            deadline
                        );
                        if (read is ServiceRequest services)
                        {
                            Assert.InRange(
                                services.Services.Count,
                                read is ServiceStatusRequest ? 0 : 1,
                                ControlCenterSchema.MaxServices
                            );
                            Assert.All(services.Services, name =>
                                Assert.InRange(
                                    name.Length,
                                    1,
                                    ControlCenterSchema.MaxNameLength
                                )
                            );
                        }
                    }
                    catch (ControlCenterException e)
                    {
                        Assert.Equal(ControlCenterError.Malformed, e.Error);
                        Assert.InRange(e.Message.Length, 1, 500);
                    }
                }
            );

    [Fact]
    public void Every_answer_is_read_or_refused() =>
        Hostile
            .Of([AnswerStart + AnswerEnd, ListAnswer, Fault], s_poison)
            .Check(
                async (answer, deadline) =>
                {
                    foreach (var status in (int[])[200, 500])
                    {
                        try
                        {
                            Assert.InRange(
                                (await StatusAsync(status, answer.Stream(), deadline))
                                    .Services
                                    .Count,
                                0,
                                ControlCenterSchema.MaxServices
                            );
                        }
                        catch (ControlCenterException) { }

                        try
                        {
                            var list = await CallAsync(status, answer.Stream(), client =>
                                client.GetStaticServiceListAsync(deadline)
                            );
                            Assert.InRange(list.Count, 0, ControlCenterSchema.MaxServices);
                        }
                        catch (ControlCenterException) { }
                    }
                }
            );

    [Fact]
    public async Task What_is_cut_anywhere_is_refused()
    {
        var request = Encoding.UTF8.GetBytes(Control);
        for (var length = 0; length < request.Length; length++)
            await RefusedAsync(() =>
                ControlCenterRequestReader.ReadAsync(
                    new HostileStream(request[..length], 17),
                    CancellationToken.None
                )
            );

        var answer = Encoding.UTF8.GetBytes(AnswerStart + AnswerEnd);
        for (var length = 0; length < answer.Length; length++)
            await RefusedAsync(() =>
                StatusAsync(
                    200,
                    new HostileStream(answer[..length], 17),
                    CancellationToken.None
                )
            );
    }

    [Theory]
    [InlineData("x")]
    [InlineData(" ")]
    [InlineData("&amp;")]
    [InlineData("]]&gt;<!-- -->")]
    [InlineData("<item/>")]
    [InlineData("<item>a</item>")]
    [InlineData("<b c='d'/>")]
    [InlineData("<b>")]
    [InlineData("<!-- -->")]
    [InlineData("<?a?>")]
    public async Task What_never_ends_is_refused_at_its_bound(string refrain)
    {
        var request = new HostileStream(
            Encoding.UTF8.GetBytes(StatusStart),
            5000,
            Encoding.UTF8.GetBytes(refrain)
        );
        await RefusedAsync(() =>
            ControlCenterRequestReader.ReadAsync(request, CancellationToken.None)
        );
        Assert.InRange(request.BytesRead, 1, ControlCenterSchema.MaxRequestBytes + ReadAhead);

        var answer = new HostileStream(
            Encoding.UTF8.GetBytes(AnswerStart),
            5000,
            Encoding.UTF8.GetBytes(refrain)
        );
        await RefusedAsync(() => StatusAsync(200, answer, CancellationToken.None));
        Assert.InRange(answer.BytesRead, 1, ControlCenterSchema.MaxResponseBytes + ReadAhead);
    }

    /// <summary>
    /// As many as the bounds allow. <see cref="HostileAxlTests"/> says what a longer row did.
    /// </summary>
    [Theory]
    [InlineData("<!---->")]
    [InlineData("<?a?>")]
    public async Task A_long_row_of_what_is_passed_over_is_passed_over(string refrain)
    {
        string Row(int count) => string.Concat(Enumerable.Repeat(refrain, count));
        var request = (ServiceStatusRequest)
            await ControlCenterRequestReader.ReadAsync(
                Stream($"{StatusStart}Cisco{Row(9_000)} CDP{StatusEnd}"),
                CancellationToken.None
            );
        Assert.Equal("Cisco CDP", Assert.Single(request.Services));
        Assert.Single(
            (
                await StatusAsync(
                    200,
                    Stream(AnswerStart + Row(149_000) + AnswerEnd),
                    CancellationToken.None
                )
            ).Services
        );
    }

    [Theory]
    [InlineData("item")]
    [InlineData("a:item")]
    [InlineData("b")]
    public async Task Deep_nesting_is_refused(string element)
    {
        string Nested(int depth) =>
            string.Concat(Enumerable.Repeat($"<{element}>", depth))
            + string.Concat(Enumerable.Repeat($"</{element}>", depth));
        async Task TooDeepAsync(Func<Task> read) =>
            Assert.Contains(
                "nests deeper than 32",
                (await Assert.ThrowsAsync<ControlCenterException>(read)).Message,
                StringComparison.Ordinal
            );
        Task<ControlCenterRequest> Header(int depth) =>
            ControlCenterRequestReader.ReadAsync(
                Stream(
                    Control.Replace(
                        "<s:Body>",
                        $"<s:Header>{Nested(depth)}</s:Header><s:Body>",
                        StringComparison.Ordinal
                    )
                ),
                CancellationToken.None
            );

        Assert.NotNull(await Header(ControlCenterSchema.MaxDepth - 1));
        await TooDeepAsync(() => Header(ControlCenterSchema.MaxDepth));
        await TooDeepAsync(() => Header(3_000));
        await RefusedAsync(() =>
            ControlCenterRequestReader.ReadAsync(
                Stream(StatusStart + Nested(3_000) + StatusEnd),
                CancellationToken.None
            )
        );
        await TooDeepAsync(() =>
            StatusAsync(
                200,
                Stream(
                    AnswerStart
                        + $"<a:item><a:ServiceName>x{Nested(50_000)}</a:ServiceName></a:item>"
                        + AnswerEnd
                ),
                CancellationToken.None
            )
        );
        await TooDeepAsync(() =>
            StatusAsync(
                200,
                Stream(AnswerStart + Nested(50_000) + AnswerEnd),
                CancellationToken.None
            )
        );
        await TooDeepAsync(() =>
            StatusAsync(500, Stream(Start + Nested(50_000) + End), CancellationToken.None)
        );
    }

    [Theory]
    [InlineData(BillionLaughs, "&d;")]
    [InlineData("<!DOCTYPE a [<!ENTITY d SYSTEM 'file:///etc/passwd'>]>", "&d;")]
    [InlineData("<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'>", "a")]
    [InlineData("<!DOCTYPE a>", "a")]
    [InlineData("", "&d;")]
    public async Task A_document_type_or_entity_is_refused(
        string documentType,
        string reference
    )
    {
        await RefusedAsync(() =>
            ControlCenterRequestReader.ReadAsync(
                Stream(documentType + StatusStart + reference + StatusEnd),
                CancellationToken.None
            )
        );
        await RefusedAsync(() =>
            StatusAsync(
                200,
                Stream(
                    $"{documentType}{AnswerStart}<a:item><a:ServiceName>{reference}</a:ServiceName></a:item>{AnswerEnd}x"
                ),
                CancellationToken.None
            )
        );
    }

    [Fact]
    public async Task A_message_over_its_bound_is_refused()
    {
        var padding = new string(' ', ControlCenterSchema.MaxRequestBytes);
        await RefusedAsync(() =>
            ControlCenterRequestReader.ReadAsync(
                Stream(StatusStart + padding + StatusEnd),
                CancellationToken.None
            )
        );
        await RefusedAsync(() =>
            ControlCenterRequestReader.ReadAsync(
                Stream(Control + padding),
                CancellationToken.None
            )
        );
        await RefusedAsync(() =>
            StatusAsync(
                200,
                Stream(
                    AnswerStart
                        + new string(' ', ControlCenterSchema.MaxResponseBytes)
                        + AnswerEnd
                ),
                CancellationToken.None
            )
        );
    }

    [Fact]
    public async Task Attributes_and_namespaces_without_number_do_no_harm()
    {
        string Many(int count, string attribute) =>
            string.Concat(Enumerable.Range(0, count).Select(i => $" {attribute}{i}='u'"));
        foreach (var attribute in (string[])["b", "xmlns:b"])
        {
            var request = Stream(
                $"{Start}<a:soapGetServiceStatus{Many(3_000, attribute)}/>{End}"
            );
            Assert.IsType<ServiceStatusRequest>(
                await ControlCenterRequestReader.ReadAsync(request, CancellationToken.None)
            );
            var answer = Stream($"{AnswerStart}<a:b{Many(50_000, attribute)}/>{AnswerEnd}");
            Assert.Single(
                (
                    await StatusAsync(200, answer, CancellationToken.None)
                        .WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System)
                ).Services
            );
        }
    }
}
