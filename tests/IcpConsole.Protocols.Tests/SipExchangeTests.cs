using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using IcpConsole.Protocols.Sip;
using IcpConsole.Testing;

namespace IcpConsole.Protocols.Tests;

public sealed class SipExchangeTests
{
    private readonly SipServer _server = new();

    private static SipTarget Target(SipTransport transport) =>
        new(transport, "127.0.0.1", 5060, "b.example");

    [Fact]
    public async Task OPTIONS_is_answered_over_TCP()
    {
        await using var loopback = await Loopback.ConnectAsync();
        var running = _server.RunAsync(loopback.Server, loopback.Deadline);
        var answer = await SipClient.OptionsAsync(
            loopback.Client,
            Target(SipTransport.Tcp),
            loopback.Deadline
        );
        Assert.Equal(
            (200, "OPTIONS", "1 OPTIONS"),
            (answer.Status, answer["Allow"], answer["CSeq"])
        );
        Assert.Equal(
            200,
            (
                await SipClient.OptionsAsync(
                    loopback.Client,
                    Target(SipTransport.Tcp),
                    loopback.Deadline
                )
            ).Status
        );
        loopback.Client.Socket.Shutdown(SocketShutdown.Send);
        await running;
    }

    [Fact]
    public async Task OPTIONS_is_answered_over_TLS()
    {
        await using var loopback = await Loopback.ConnectAsync();
        await using var client = new SslStream(loopback.Client);
        await using var server = new SslStream(loopback.Server);
        var (serverTls, clientTls) = (
            await XmppEnds.ServerTls()(loopback.Deadline),
            XmppEnds.ClientTls()
        );
        var accepting = server.AuthenticateAsServerAsync(serverTls, loopback.Deadline);
        await client.AuthenticateAsClientAsync(clientTls, loopback.Deadline);
        await accepting;
        using var stop = new CancellationTokenSource();
        var running = _server.RunAsync(server, stop.Token);
        var answer = await SipClient.OptionsAsync(
            client,
            Target(SipTransport.Tls),
            loopback.Deadline
        );
        Assert.Equal(200, answer.Status);
        Assert.StartsWith(
            "SIP/2.0/TLS 127.0.0.1:5060;branch=z9hG4bK",
            answer["Via"],
            StringComparison.Ordinal
        );
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            running.WaitAsync(TimeSpan.FromSeconds(15), TimeProvider.System)
        );
    }

    [Fact]
    public async Task OPTIONS_is_answered_over_UDP()
    {
        using var ends = new UdpEnds();
        var asking = SipClient.OptionsAsync(
            ends.Client,
            Target(SipTransport.Udp),
            TimeProvider.System,
            ends.Deadline
        );
        var (request, from) = await ends.ReceiveAsync();
        await ends.Server.SendToAsync(_server.AnswerDatagram(request)!, from);
        Assert.Equal(200, (await asking).Status);
    }

    [Fact]
    public async Task Over_UDP_the_request_is_repeated_at_growing_intervals_and_given_up_after_32_seconds()
    {
        using var ends = new UdpEnds();
        var time = new ManualTimeProvider();
        var asking = SipClient.OptionsAsync(
            ends.Client,
            Target(SipTransport.Udp),
            time,
            ends.Deadline
        );
        var (first, _) = await ends.ReceiveAsync();
        foreach (
            var milliseconds in (int[])
                [500, 1000, 2000, 4000, 4000, 4000, 4000, 4000, 4000, 4000]
        )
        {
            time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
            Assert.Equal(0, ends.Server.Available);
            time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(first, (await ends.ReceiveAsync()).Datagram);
        }

        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(
            SipError.TimedOut,
            (
                await Assert.ThrowsAsync<SipException>(() => asking.WaitAsync(ends.Deadline))
            ).Error
        );
    }

    [Fact]
    public async Task Only_the_final_response_to_this_very_request_answers_it()
    {
        using var ends = new UdpEnds();
        var asking = SipClient.OptionsAsync(
            ends.Client,
            Target(SipTransport.Udp),
            new ManualTimeProvider(),
            ends.Deadline
        );
        var (datagram, from) = await ends.ReceiveAsync();
        var right = Encoding.UTF8.GetString(_server.AnswerDatagram(datagram)!);
        string Instead(string part, string other) =>
            right.Replace(part, other, StringComparison.Ordinal);
        string[] wrong =
        [
            "",
            "\0",
            "hello",
            "SIP/2.0 200 OK\r\n\r\n",
            Encoding.UTF8.GetString(datagram),
            right[..^4],
            Instead("200 OK", "100 Trying"),
            Instead("200 OK", "199 Early Dialog Terminated"),
            Instead("branch=z9hG4bK", "branch=z9hG4bKx"),
            Instead("Via: ", "Via: SIP/2.0/UDP c\r\nVia: "),
            Instead("Call-ID: ", "Call-ID: x"),
            Instead("1 OPTIONS", "2 OPTIONS"),
            Instead("1 OPTIONS", "1 BYE"),
        ];
        foreach (var text in (string[])[.. wrong, Instead("200 OK", "486 Busy Here")])
            await ends.Server.SendToAsync(Encoding.UTF8.GetBytes(text), from);
        Assert.Equal(486, (await asking).Status);
    }

    [Fact]
    public async Task Over_TCP_other_messages_are_passed_over_and_the_end_is_an_error()
    {
        await using var loopback = await Loopback.ConnectAsync();
        var asking = SipClient.OptionsAsync(
            loopback.Client,
            Target(SipTransport.Tcp),
            loopback.Deadline
        );
        var request = await new SipStreamReader(loopback.Server).ReadAsync(loopback.Deadline);
        var right = Encoding.UTF8.GetString(_server.Answer(request!)!.ToBytes());
        byte[] others =
        [
            .. "\r\n\r\n"u8,
            .. request!.ToBytes(),
            .. Encoding.UTF8.GetBytes(
                right.Replace("200 OK", "100 Trying", StringComparison.Ordinal)
            ),
        ];
        await loopback.Server.WriteAsync(others, loopback.Deadline);
        await loopback.Server.DisposeAsync();
        Assert.Equal(
            SipError.Closed,
            (await Assert.ThrowsAsync<SipException>(() => asking)).Error
        );
    }

    [Fact]
    public async Task Whoever_waits_for_a_silent_side_can_stop()
    {
        using var ends = new UdpEnds();
        await using var loopback = await Loopback.ConnectAsync();
        using var stop = new CancellationTokenSource();
        Task[] waiting =
        [
            SipClient.OptionsAsync(
                ends.Client,
                Target(SipTransport.Udp),
                new ManualTimeProvider(),
                stop.Token
            ),
            SipClient.OptionsAsync(loopback.Client, Target(SipTransport.Tcp), stop.Token),
        ];
        await ends.ReceiveAsync();
        await stop.CancelAsync();
        foreach (var task in waiting)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                task.WaitAsync(TimeSpan.FromSeconds(15), TimeProvider.System)
            );
    }

    [Fact]
    public void Each_request_is_told_from_every_other()
    {
        var requests = Enumerable
            .Range(0, 100)
            .Select(_ =>
                SipMessageTests.Parse(
                    new SipOptionsRequest(Target(SipTransport.Udp)).Bytes.Span
                )
            )
            .ToList();
        foreach (var name in (string[])["Via", "From", "Call-ID"])
            Assert.Equal(100, requests.DistinctBy(r => r[name]).Count());
        Assert.Equal(
            ("OPTIONS", "sip:b.example", "<sip:b.example>"),
            (requests[0].Method, requests[0].Uri, requests[0]["To"])
        );
        Assert.Equal(("70", "1 OPTIONS"), (requests[0]["Max-Forwards"], requests[0]["CSeq"]));
        Assert.Matches(
            "^SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK[0-9a-f]{24}$",
            requests[0]["Via"]!
        );
        Assert.Matches("^<sip:127.0.0.1>;tag=[0-9a-f]{16}$", requests[0]["From"]!);
    }

    [Theory]
    [InlineData("2001:db8::1", "[2001:db8::1]")]
    [InlineData("node.example", "node.example")]
    public void An_IPv6_address_is_in_brackets(string host, string written) =>
        Assert.Equal(written, new SipTarget(SipTransport.Tcp, host, 5060, host).RemoteHost);

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a>;tag=1")]
    [InlineData("a\r\nVia: b")]
    public void A_host_is_a_name_or_an_address(string host) =>
        Assert.Throws<ArgumentException>(() =>
            new SipTarget(SipTransport.Tcp, "a.example", 5060, host)
        );
}
