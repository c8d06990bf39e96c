using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Tests;

public sealed class PeerFormTests
{
    private static readonly Peer s_existing = new(
        new PeerId(1),
        NodeName.Parse("127.0.12.1"),
        "icsa",
        PeerProtocol.Tcp,
        3
    );

    private static PeerForm Good() =>
        new()
        {
            Address = "127.0.12.1",
            AxlUsername = "icsa",
            AxlPassword = "p",
            ConfirmAxlPassword = "p",
            Protocol = PeerProtocol.Tls,
        };

    [Fact]
    public void Every_problem_is_reported_at_once_each_beside_its_field()
    {
        var read = new PeerForm
        {
            Address = "127.1",
            AxlUsername = "a:b",
            AxlPassword = "x",
            ConfirmAxlPassword = "y",
            Protocol = (PeerProtocol)7,
        }.Read(null);

        Assert.False(read.Succeeded);
        Assert.Equal(
            [
                ("PeerAddressMalformed", "Address"),
                ("AxlUsernameMalformed", "AxlUsername"),
                ("PasswordsDiffer", "ConfirmAxlPassword"),
                ("ProtocolUnknown", "Protocol"),
            ],
            read.Problems.Select(p => (p.Code, p.Field!))
        );
    }

    [Fact]
    public void A_new_peer_needs_all_that_is_asked() =>
        Assert.Equal(
            ["PeerAddressEmpty", "AxlUsernameEmpty", "AxlPasswordEmpty"],
            new PeerForm().Read(null).Problems.Select(p => p.Code)
        );

    [Fact]
    public void TCP_is_the_default() =>
        Assert.Equal(PeerProtocol.Tcp, new PeerForm().Protocol);

    [Fact]
    public void An_empty_password_on_edit_keeps_the_old_one()
    {
        var form = Good();
        (form.AxlPassword, form.ConfirmAxlPassword, form.Revision) = ("", "", 3);
        Assert.Null(form.Read(s_existing).Value!.AxlPassword);
    }

    [Fact]
    public void A_new_address_asks_for_the_password_again()
    {
        var form = Good();
        (form.Address, form.AxlPassword, form.ConfirmAxlPassword, form.Revision) = (
            "127.0.13.1",
            "",
            "",
            3
        );
        Assert.Equal(
            ("AxlPasswordForNewAddress", "AxlPassword"),
            form.Read(s_existing).Problems.Select(p => (p.Code, p.Field)).Single()
        );
    }

    [Fact]
    public void Whoever_saves_after_somebody_else_is_told_who_and_what_there_is_now()
    {
        var at = new DateTimeOffset(2026, 11, 30, 4, 0, 0, TimeSpan.Zero);
        var form = Good();
        form.Revision = 2;
        var now = s_existing with
        {
            Address = NodeName.Parse("127.0.99.1"),
            AxlUsername = form.AxlUsername,
            Protocol = PeerProtocol.Udp,
            Saved = new Saved("kim", at),
        };
        Assert.Equal(
            [
                new SavedMeanwhile("kim", at),
                new ThereNow("127.0.99.1").At("Address"),
                new ThereNow("UDP").At("Protocol"),
            ],
            form.Read(now).Problems
        );
        form.Revision = now.Revision;
        Assert.True(form.Read(now).Succeeded);
    }

    [Fact]
    public void A_credential_and_a_draft_do_not_print_their_password()
    {
        var draft = Good().Read(null).Value!;
        Assert.DoesNotContain(
            "secret",
            new AxlCredential("icsa", "secret").ToString(),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("AxlPassword", draft.ToString(), StringComparison.Ordinal);
    }
}
