using System.Net.Sockets;
using System.Text;
using IcpConsole.Protocols.Sip;

namespace IcpConsole.Protocols.Tests;

public sealed class SipServerTests
{
    [Fact]
    public async Task No_more_requests_are_answered_at_once_than_there_are_processes()
    {
        using var processes = new SemaphoreSlim(0, 1);
        var server = new SipServer(processes);
        await using var connection = new OneWay(Encoding.UTF8.GetBytes(Options));
        var answering = server.RunAsync(connection, CancellationToken.None);
        // The request was read, since reading it waits for nothing; its answer waits for the
        // process.
        Assert.Equal((false, 0), (answering.IsCompleted, connection.Written));

        processes.Release();
        await answering;
        Assert.NotEqual(0, connection.Written);
    }

    /// <summary>
    /// A connection that has said what it had to say, and counts what it is answered.
    /// </summary>
    private sealed class OneWay(byte[] said) : MemoryStream(said)
    {
        public int Written { get; private set; }

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            Written += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }

    private const string Mandatory =
        "Via: SIP/2.0/UDP a.example;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <sip:a.example>;tag=1\r\nTo: <sip:b.example>\r\nCall-ID: 1@a.example\r\n";

    private const string Options =
        $"OPTIONS sip:b.example SIP/2.0\r\n{Mandatory}CSeq: 7 OPTIONS\r\nContent-Length: 0\r\n\r\n";

    private readonly SipServer _server = new();

    private SipMessage? Answer(string text) =>
        _server.AnswerDatagram(Encoding.UTF8.GetBytes(text)) is { } bytes
            ? SipMessageTests.Parse(bytes)
            : null;

    /// <summary>Says this to the server over TCP, and nothing more.</summary>
    private async Task<(string Heard, SipException? Error)> SayAsync(string text)
    {
        await using var loopback = await Loopback.ConnectAsync();
        var running = _server.RunAsync(loopback.Server, loopback.Deadline);
        await loopback.Client.WriteAsync(Encoding.UTF8.GetBytes(text), loopback.Deadline);
        loopback.Client.Socket.Shutdown(SocketShutdown.Send);
        var error = await Record.ExceptionAsync(() => running);
        loopback.Server.Socket.Shutdown(SocketShutdown.Send);
        using var heard = new StreamReader(loopback.Client);
        return (
            await heard.ReadToEndAsync(loopback.Deadline),
            error is null ? null : Assert.IsType<SipException>(error)
        );
    }

    [Fact]
    public void An_answer_copies_what_ties_it_to_its_request()
    {
        var answer = Answer(
            Options.Replace(
                "Max-Forwards",
                "v: SIP/2.0/TCP c.example\r\nMax-Forwards",
                StringComparison.Ordinal
            )
        )!;
        Assert.Equal((200, "OK"), (answer.Status, answer.Reason));
        Assert.Equal(
            ["SIP/2.0/UDP a.example;branch=z9hG4bK1", "SIP/2.0/TCP c.example"],
            answer.All("Via")
        );
        Assert.Equal(
            ("<sip:a.example>;tag=1", "1@a.example", "7 OPTIONS"),
            (answer["From"], answer["Call-ID"], answer["CSeq"])
        );
        Assert.Equal(("OPTIONS", "application/sdp"), (answer["Allow"], answer["Accept"]));
        Assert.Matches("^<sip:b.example>;tag=[0-9a-f]{16}$", answer["To"]!);
        Assert.Equal(answer["To"], Answer(Options)!["To"]);
        Assert.EndsWith(
            "\r\nContent-Length: 0\r\n\r\n",
            Encoding.UTF8.GetString(answer.ToBytes()),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("<sip:b.example>;tag=x", false)]
    [InlineData("<sip:b.example>;a=\";\" ; TAG = x", false)]
    [InlineData("\"\\\";tag=1\" <sip:b.example;tag=2>", true)]
    [InlineData("sip:b.example", true)]
    [InlineData("sip:b.example;tags=1", true)]
    public void A_tag_is_added_where_there_is_none(string to, bool added) =>
        Assert.Equal(
            added,
            Answer(Options.Replace("<sip:b.example>", to, StringComparison.Ordinal))!["To"]
                != to
        );

    [Theory]
    [InlineData("OPTIONS", "SIP/2.0", 200)]
    [InlineData("INVITE", "SIP/2.0", 405)]
    [InlineData("REGISTER", "SIP/2.0", 405)]
    [InlineData("options", "SIP/2.0", 501)]
    [InlineData("FROBNICATE", "SIP/2.0", 501)]
    [InlineData("OPTIONS", "SIP/3.0", 505)]
    [InlineData("ACK", "SIP/2.0", null)]
    public void Each_method_has_its_status(string method, string version, int? status)
    {
        var answer = Answer(
            $"{method} sip:b.example {version}\r\n{Mandatory}CSeq: 1 {method}\r\n\r\n"
        );
        Assert.Equal(status, answer?.Status);
        if (status == 405)
            Assert.Equal("OPTIONS", answer!["Allow"]);
    }

    [Fact]
    public void A_request_without_Max_Forwards_is_answered_all_the_same() =>
        Assert.Equal(
            200,
            Answer(
                "OPTIONS sip:b.example SIP/2.0\r\n"
                    + Mandatory.Replace("Max-Forwards: 70\r\n", "", StringComparison.Ordinal)
                    + "CSeq: 1 OPTIONS\r\n\r\n"
            )?.Status
        );

    [Theory]
    [InlineData("Via: SIP/2.0/UDP a.example;branch=z9hG4bK1\r\n", "", "Bad Request - no Via")]
    [InlineData(
        "Max-Forwards: 70",
        "Max-Forwards: 70\r\nMax-Forwards: 70",
        "Bad Request - not one Max-Forwards"
    )]
    [InlineData(
        "Max-Forwards: 70",
        "Max-Forwards: 256",
        "Bad Request - Max-Forwards is no number below 256"
    )]
    [InlineData("To: <sip:b.example>", "X: y", "Bad Request - not one To")]
    [InlineData(
        "To: <sip:b.example>",
        "To: <sip:b.example>\r\nt: <sip:c.example>",
        "Bad Request - not one To"
    )]
    [InlineData("From", "X", "Bad Request - not one From")]
    [InlineData("Call-ID", "X", "Bad Request - not one Call-ID")]
    [InlineData("CSeq", "X", "Bad Request - not one CSeq")]
    [InlineData(
        "7 OPTIONS",
        "7 BYE",
        "Bad Request - CSeq is not a number below 2**31 and the method"
    )]
    [InlineData(
        "7 OPTIONS",
        "2147483648 OPTIONS",
        "Bad Request - CSeq is not a number below 2**31 and the method"
    )]
    [InlineData(
        "7 OPTIONS",
        "OPTIONS",
        "Bad Request - CSeq is not a number below 2**31 and the method"
    )]
    [InlineData(
        "Content-Length: 0",
        "Content-Length: 1",
        "Bad Request - The body is shorter than its Content-Length."
    )]
    public void A_request_that_is_not_whole_is_told_what_it_lacks(
        string part,
        string instead,
        string reason
    )
    {
        var answer = Answer(Options.Replace(part, instead, StringComparison.Ordinal))!;
        Assert.Equal((400, reason), (answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData("SIP/2.0 200 OK\r\n\r\n")]
    [InlineData("SIP/2.0 200 OK\r\nContent-Length: 1\r\n\r\n")]
    [InlineData("ACK sip:b SIP/2.0\r\nContent-Length: 1\r\n\r\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("\0\0\0\0")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    public void Nothing_is_said_to_what_is_no_request(string datagram) =>
        Assert.Null(Answer(datagram));

    [Fact]
    public async Task A_double_line_end_is_answered_with_a_single_one()
    {
        var (heard, error) = await SayAsync("\r\n\r\n\r\n\r\n\r\n" + Options);
        Assert.Null(error);
        Assert.StartsWith("\r\n\r\nSIP/2.0 200 OK\r\n", heard, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("l: 4\r\n\r\nbody", "200 OK", null)]
    [InlineData("\r\n", "400 Bad Request - No Content-Length.", SipError.Malformed)]
    [InlineData(
        "Content-Length: x\r\n\r\n",
        "400 Bad Request - Content-Length is no number.",
        SipError.Malformed
    )]
    [InlineData(
        "Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
        "400 Bad Request - More than one Content-Length.",
        SipError.Malformed
    )]
    [InlineData(
        "Content-Length: 65537\r\n\r\n",
        "413 Request Entity Too Large",
        SipError.TooLarge
    )]
    [InlineData(
        "Content-Length: 99999999999\r\n\r\n",
        "413 Request Entity Too Large",
        SipError.TooLarge
    )]
    [InlineData("Content-Length: 5\r\n\r\nbody", null, SipError.Closed)]
    [InlineData("Content-Length: 5\r\n", null, SipError.Closed)]
    [InlineData("no header\r\n\r\n", null, SipError.Malformed)]
    public async Task Over_TCP_what_can_be_said_about_a_bad_request_is_said(
        string end,
        string? status,
        SipError? expected
    )
    {
        var (heard, error) = await SayAsync(
            $"OPTIONS sip:b.example SIP/2.0\r\n{Mandatory}CSeq: 7 OPTIONS\r\n{end}"
        );
        Assert.Equal(
            (status is null ? "" : $"SIP/2.0 {status}", expected),
            (heard.Split('\r')[0], error?.Error)
        );
        if (status is not null)
            Assert.Contains("\r\nCall-ID: 1@a.example\r\n", heard, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_that_come_at_once_are_answered_in_turn()
    {
        var sequences = Enumerable.Range(1, 200).Select(i => $"CSeq: {i} OPTIONS").ToList();
        var (heard, _) = await SayAsync(
            string.Concat(
                sequences.Select(s =>
                    Options.Replace("CSeq: 7 OPTIONS", s, StringComparison.Ordinal)
                )
            )
        );
        Assert.Equal(
            sequences,
            heard.Split("\r\n").Where(l => l.StartsWith("CSeq", StringComparison.Ordinal))
        );
    }
}
