using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IcpConsole.Protocols.Sip;
using IcpConsole.Testing;

namespace IcpConsole.Protocols.Tests;

public sealed class SipMessageTests
{
    internal static SipMessage Parse(ReadOnlySpan<byte> datagram) =>
        SipMessage.TryParse(datagram, out var message, out var error) ? message : throw error;

    private static SipMessage Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_request_is_read_as_it_was_written()
    {
        const string Written =
            "OPTIONS sip:b.example SIP/2.0\r\nVia: SIP/2.0/TCP a.example;branch=z9hG4bK1\r\nSubject: 김민준\r\nContent-Length: 4\r\n\r\nbody";
        var message = Parse(Written + " and more");
        Assert.True(message.IsRequest);
        Assert.Equal(
            ("OPTIONS", "sip:b.example", "SIP/2.0"),
            (message.Method, message.Uri, message.Version)
        );
        Assert.Equal(
            [new("Via", "SIP/2.0/TCP a.example;branch=z9hG4bK1"), new("Subject", "김민준")],
            message.Headers
        );
        Assert.Equal("body"u8, message.Body.Span);
        Assert.Equal(Written, Encoding.UTF8.GetString(message.ToBytes()));
    }

    [Theory]
    [InlineData("SIP/2.0 200 OK", 200, "OK")]
    [InlineData("sip/2.0 486 Busy Here", 486, "Busy Here")]
    [InlineData("SIP/2.0 503 ", 503, "")]
    public void A_response_is_read_as_it_was_written(string line, int status, string reason)
    {
        var message = Parse(line + "\r\n\r\n");
        Assert.False(message.IsRequest);
        Assert.Equal(
            (status, reason, "", ""),
            (message.Status, message.Reason, message.Method, message.Uri)
        );
    }

    [Fact]
    public void Names_are_compact_or_in_full_and_in_any_case()
    {
        var message = Parse(
            "OPTIONS sip:b SIP/2.0\r\nv: 1\r\nF: 2\r\nt:3\r\ni \t: 4\r\nm:\t5\r\nVIA: 6\r\nL: 0\r\n\r\n"
        );
        Assert.Equal(
            ["Via", "From", "To", "Call-ID", "Contact", "VIA"],
            message.Headers.Select(h => h.Name)
        );
        Assert.Equal(["1", "6"], message.All("via"));
        Assert.Equal(
            ("2", "3", "4", "5"),
            (message["from"], message["TO"], message["call-id"], message["contact"])
        );
        Assert.Null(message["Subject"]);
    }

    [Fact]
    public void Folded_lines_are_one() =>
        Assert.Equal(
            "I know you're there, pick up the phone and talk to me!",
            Parse(
                "OPTIONS sip:b SIP/2.0\r\nSubject: I know you're there,\r\n pick up the phone\r\n\t and talk to me!\r\n\r\n"
            )["Subject"]
        );

    [Fact]
    public void Empty_lines_before_a_message_are_ignored() =>
        Assert.Equal("BYE", Parse("\r\n\r\n\r\nBYE sip:b SIP/2.0\r\n\r\n").Method);

    [Fact]
    public void A_datagram_without_Content_Length_ends_the_body() =>
        Assert.Equal("body"u8, Parse("BYE sip:b SIP/2.0\r\n\r\nbody").Body.Span);

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("OPTIONS sip:b SIP/2.0\r\nVia: 1\r\n")]
    [InlineData("OPTIONS sip:b\r\n\r\n")]
    [InlineData("OPTIONS  SIP/2.0\r\n\r\n")]
    [InlineData("OPTIONS sip:b c SIP/2.0\r\n\r\n")]
    [InlineData("OPTIONS sip:b SIP/2.0 \r\n\r\n")]
    [InlineData("OPTIONS sip:b SIP/2\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("OPT/IONS sip:b SIP/2.0\r\n\r\n")]
    [InlineData("SIP/2.0 99 Low\r\n\r\n")]
    [InlineData("SIP/2.0 700 High\r\n\r\n")]
    [InlineData("SIP/2.0 +20 Sign\r\n\r\n")]
    [InlineData("SIP/3.0 200 OK\r\n\r\n")]
    [InlineData("OPTIONS sip:b SIP/2.0\r\n folded\r\n\r\n")]
    [InlineData("OPTIONS sip:b SIP/2.0\r\nVia\r\n\r\n")]
    [InlineData("OPTIONS sip:b SIP/2.0\r\n: value\r\n\r\n")]
    [InlineData("OPTIONS sip:b SIP/2.0\r\nVi a: value\r\n\r\n")]
    [InlineData("OPTIONS sip:b SIP/2.0\r\nVia: a\rTo: b\r\n\r\n")]
    [InlineData("OPTIONS sip:b SIP/2.0\r\nVia: a\nTo: b\r\n\r\n")]
    [InlineData("OPTIONS sip:b SIP/2.0\r\nVia: a\0\r\n\r\n")]
    [InlineData("OPTIONS sip:b SIP/2.0\r\nContent-Length: 5\r\n\r\nbody")]
    [InlineData("OPTIONS sip:b SIP/2.0\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("OPTIONS sip:b SIP/2.0\r\ncontent-length: 0\r\nl: 4\r\n\r\nbody")]
    public void What_is_no_message_is_malformed(string text)
    {
        Assert.False(SipMessage.TryParse(Encoding.UTF8.GetBytes(text), out _, out var error));
        Assert.Equal(SipError.Malformed, error.Error);
    }

    [Fact]
    public void Lines_that_go_on_with_a_field_cost_no_more_than_their_length()
    {
        var text =
            $"OPTIONS sip:b SIP/2.0\r\nX: {new string('a', 7800)}{string.Concat(Enumerable.Repeat("\r\n ", 2600))}b\r\nY: c\r\n\tgoes on \r\n\r\n";
        var bytes = Encoding.UTF8.GetBytes(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Parse(bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        Assert.Equal(
            [("X", $"{new string('a', 7800)} b"), ("Y", "c goes on")],
            message.Headers.Select(h => (h.Name, h.Value))
        );
    }

    [Fact]
    public void What_is_not_UTF8_is_malformed() =>
        Assert.False(
            SipMessage.TryParse(
                [.. "OPTIONS sip:b SIP/2.0\r\nSubject: "u8, 0xC3, .. "\r\n\r\n"u8],
                out _,
                out _
            )
        );

    [Theory]
    [InlineData(16 * 1024, 1, 0, null)]
    [InlineData(16 * 1024 + 1, 1, 0, SipError.TooLarge)]
    [InlineData(2000, 64, 0, null)]
    [InlineData(2000, 65, 0, SipError.TooLarge)]
    [InlineData(200, 1, 64 * 1024, null)]
    [InlineData(200, 1, 64 * 1024 + 1, SipError.TooLarge)]
    public void A_message_is_so_large(int head, int headers, int body, SipError? expected)
    {
        var start =
            "OPTIONS sip:b SIP/2.0\r\n"
            + string.Concat(Enumerable.Repeat("A: b\r\n", headers - 1));
        var text =
            start
            + $"S: {new string('x', head - start.Length - 7)}\r\n\r\n{new string('y', body)}";
        var parsed = SipMessage.TryParse(
            Encoding.UTF8.GetBytes(text),
            out var message,
            out var error
        );
        Assert.Equal((expected is null, expected), (parsed, error?.Error));
        if (message is not null)
            Assert.Equal((headers, body), (message.Headers.Count, message.Body.Length));
    }

    [Theory]
    [InlineData("OPTIONS", "sip:b", "Subject", "a\r\nVia: b")]
    [InlineData("OPTIONS", "sip:b", "Subject", "a\nb")]
    [InlineData("OPTIONS", "sip:b", "Subject", "a\u0085b")]
    [InlineData("OPTIONS", "sip:b", "Subject: a\r\nVia", "b")]
    [InlineData("OPTIONS", "sip:b", "", "b")]
    [InlineData("OPTIONS", "sip:b", "Content-Length", "5")]
    [InlineData("OPTIONS", "sip:b", "l", "5")]
    [InlineData("OPTIONS", "sip:b SIP/2.0\r\nVia: c", "A", "b")]
    [InlineData("OPTIONS", "", "A", "b")]
    [InlineData("OPTIONS sip:c", "sip:b", "A", "b")]
    [InlineData("", "sip:b", "A", "b")]
    public void Nothing_breaks_out_of_its_line(
        string method,
        string uri,
        string name,
        string value
    )
    {
        Assert.Throws<ArgumentException>(() =>
            SipMessage.Request(method, uri, [new(name, value)])
        );
        if (method == "OPTIONS" && uri == "sip:b")
            Assert.Throws<ArgumentException>(() =>
                SipMessage.Response(200, "OK", [new(name, value)])
            );
    }

    [Fact]
    public void A_reason_phrase_stays_in_its_line_and_a_lone_surrogate_out_of_it()
    {
        Assert.Throws<ArgumentException>(() => SipMessage.Response(200, "OK\r\nVia: a", []));
        Assert.Throws<ArgumentException>(() => SipMessage.Response(200, "\uD800", []));
        Assert.Throws<ArgumentOutOfRangeException>(() => SipMessage.Response(99, "Low", []));
    }

    [Fact]
    public void What_is_legal_survives_the_wire()
    {
        var token = Gen.Elements("ABCxyz019-.!%*_+`'~".ToCharArray())
            .ArrayOf()
            .Where(t => t.Length > 0)
            .Select(t => new string(t));
        var word = Gen.Elements(
                "a",
                "Z",
                ";",
                ",",
                "\"",
                "<",
                ":",
                "=",
                "ü",
                "김",
                "🙂",
                "\u2028",
                "\uFEFF"
            )
            .ArrayOf()
            .Select(string.Concat);
        var text = Gen.OneOf(word, Gen.Elements(" ", "\t")).ArrayOf().Select(string.Concat);
        var header = Gen.Zip(token.Where(t => t != "l"), text, (name, value) =>
            new SipHeader(name, value)
        );
        var rest = Gen.Zip(
            header.ArrayOf().Select(h => h.Take(SipMessage.MaxHeaders - 1)),
            Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()
        );
        var messages = Gen.OneOf(
            Gen.Zip(Gen.Zip(token, word), rest, (line, r) =>
                SipMessage.Request(line.Item1, $"sip:{line.Item2}", r.Item1, r.Item2)
            ),
            Gen.Zip(Gen.Zip(Gen.Choose(100, 699), text), rest, (line, r) =>
                SipMessage.Response(line.Item1, line.Item2, r.Item1, r.Item2)
            )
        );

        Prop.ForAll<SipMessage>(messages.ToArbitrary(), async message =>
            {
                AssertSame(
                    message,
                    SipMessage.TryParse(message.ToBytes(), out var parsed, out var error)
                        ? parsed
                        : throw error
                );
                var reader = new SipStreamReader(
                    new HostileStream([.. message.ToBytes(), .. message.ToBytes()], 7)
                );
                AssertSame(message, await reader.ReadAsync(CancellationToken.None));
                AssertSame(message, await reader.ReadAsync(CancellationToken.None));
                Assert.Null(await reader.ReadAsync(CancellationToken.None));
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static void AssertSame(SipMessage expected, SipMessage? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(
            (expected.Method, expected.Uri, expected.Status, expected.Reason),
            (actual.Method, actual.Uri, actual.Status, actual.Reason)
        );
        Assert.Equal(expected.Headers, actual.Headers);
        Assert.Equal(expected.Body.Span, actual.Body.Span);
    }
}
