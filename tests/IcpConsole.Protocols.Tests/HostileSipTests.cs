using System.Text;
using IcpConsole.Protocols.Sip;
using IcpConsole.Testing;

namespace IcpConsole.Protocols.Tests;

public sealed class HostileSipTests
{
    private const string Start = "OPTIONS sip:b.example SIP/2.0\r\n";
    private const string Request =
        Start
        + "Via: SIP/2.0/TCP a.example;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: \"ü \\\"\" <sip:a.example;x=y>;tag=1\r\nt: sip:b.example\r\n ;x=y\r\n"
        + "Call-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 4\r\n\r\nbody";

    private static readonly string[] s_poison =
    [
        "\r\n",
        "\r",
        "\n",
        "\r\n\r\n",
        ":",
        ";",
        ",",
        "\"",
        "<",
        ">",
        "\\",
        " ",
        "\t",
        "\0",
        "\uFEFF",
        "\r\n \r\n",
        "Via: a\r\n",
        "l: 1\r\n",
        "Content-Length: 65536\r\n",
        "Content-Length: 4294967296\r\n",
        ";tag=",
        "SIP/2.0 200 OK\r\n",
        "SIP/3.0",
        "ACK sip:b SIP/2.0\r\n",
        Request,
        "9",
        "x",
    ];

    private static readonly string[] s_valid =
    [
        Request,
        Request + "\r\n\r\n" + Request,
        "SIP/2.0 200 OK\r\nv: SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/UDP b\r\nl:0\r\n\r\n",
    ];

    private static readonly SipTarget s_target = new(
        SipTransport.Tcp,
        "a.example",
        5060,
        "b.example"
    );

    private readonly SipServer _server = new();

    // What is within a bound as it came may exceed it as it is written: in full names, and with the
    // headers of an answer.
    private static SipMessage? Reread(byte[] written)
    {
        Assert.True(
            SipMessage.TryParse(written, out var message, out var error)
                || error.Error == SipError.TooLarge
        );
        return message;
    }

    [Fact]
    public void Every_datagram_is_answered_or_passed_over() =>
        Hostile
            .Of(s_valid, s_poison)
            .Check(
                (datagram, deadline) =>
                {
                    Assert.False(deadline.IsCancellationRequested);
                    if (_server.AnswerDatagram(datagram.Bytes) is { } answer)
                        Assert.InRange(Reread(answer)?.Status ?? 400, 200, 505);
                    return Task.CompletedTask;
                }
            );

    [Fact]
    public void Every_connection_is_served_to_its_end_or_refused() =>
        Hostile
            .Of(s_valid, s_poison)
            .Check(
                async (connection, deadline) =>
                {
                    try
                    {
                        await _server.RunAsync(connection.Stream(), deadline);
                    }
                    catch (SipException) { }
                }
            );

    [Fact]
    public void Every_message_is_read_alike_from_a_datagram_and_a_connection() =>
        Hostile
            .Of([Request], s_poison)
            .Check(
                async (input, deadline) =>
                {
                    SipMessage? streamed = null;
                    try
                    {
                        streamed = await new SipStreamReader(input.Stream()).ReadAsync(
                            deadline
                        );
                    }
                    catch (SipException) { }

                    if (streamed is null)
                        return;
                    Assert.True(SipMessage.TryParse(input.Bytes, out var message, out _));
                    Assert.Equal(message.ToBytes(), streamed.ToBytes());
                    Assert.Equal(
                        message.Headers,
                        Reread(message.ToBytes())?.Headers ?? message.Headers
                    );
                }
            );

    [Fact]
    public void Every_server_answers_or_fails() =>
        Hostile
            .Of(s_valid, s_poison)
            .Check(
                (server, deadline) =>
                    Assert.ThrowsAsync<SipException>(() =>
                        SipClient.OptionsAsync(server.Stream(), s_target, deadline)
                    )
            );

    [Theory]
    [InlineData("", "x")]
    [InlineData("OPTIONS ", "x")]
    [InlineData(Start, "x")]
    [InlineData(Start + "a: ", "\r\n b")]
    [InlineData(Start, "a: b\r\n")]
    [InlineData(Start, "a: b\r\n\n")]
    public async Task Headers_that_never_end_are_refused_at_their_bound(
        string start,
        string refrain
    )
    {
        var connection = new HostileStream(
            Encoding.UTF8.GetBytes(start),
            5000,
            Encoding.UTF8.GetBytes(refrain)
        );
        Assert.Equal(
            SipError.TooLarge,
            (
                await Assert.ThrowsAsync<SipException>(() =>
                    _server.RunAsync(connection, CancellationToken.None)
                )
            ).Error
        );
        Assert.InRange(connection.BytesRead, 1, SipMessage.MaxHeadBytes);
    }

    [Fact]
    public async Task A_body_is_read_to_its_length_and_no_further()
    {
        var connection = new HostileStream(
            Encoding.UTF8.GetBytes(Start + "Content-Length: 65536\r\n\r\n"),
            100_000,
            "x"u8.ToArray()
        );
        Assert.Equal(
            SipMessage.MaxBodyBytes,
            (await new SipStreamReader(connection).ReadAsync(CancellationToken.None))!
                .Body
                .Length
        );
        Assert.InRange(connection.BytesRead, 1, Start.Length + SipMessage.MaxBodyBytes + 100);
    }
}
