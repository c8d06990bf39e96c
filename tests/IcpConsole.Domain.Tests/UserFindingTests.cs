using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;

namespace IcpConsole.Domain.Tests;

public sealed class UserFindingTests
{
    private static KnownUser Home(
        string? node,
        string mail = "kim@x.example",
        string uri = "kim@x.example",
        string name = "Kim"
    ) => new(new EndUser("kim", name, "Min", mail, uri, node), null, "seoul");

    private static KnownUser AtPeer(
        string? node,
        string mail = "kim@x.example",
        string uri = "kim@x.example",
        string name = "Kim"
    ) => new(new EndUser("Kim", name, "Min", mail, uri, node), new PeerId(1), "singapore");

    private static DuplicateCause? CauseOf(params KnownUser[] users) =>
        new UserFinding("kim", users).Cause;

    [Fact]
    public void One_user_alone_is_no_duplicate() => Assert.Null(CauseOf(Home("127.0.11.1")));

    [Fact]
    public void Different_persons_collide() =>
        Assert.Equal(
            DuplicateCause.Collision,
            CauseOf(
                Home("127.0.11.1"),
                AtPeer("127.0.12.1", "other@x.example", "other@x.example")
            )
        );

    [Fact]
    public void A_person_is_known_by_mail_or_URI_whatever_the_case_or_by_name_where_neither_is_there()
    {
        Assert.Equal(
            DuplicateCause.SamePerson,
            CauseOf(Home("127.0.11.1"), AtPeer("127.0.12.1", "KIM@x.example", ""))
        );
        Assert.Equal(
            DuplicateCause.SamePerson,
            CauseOf(Home("127.0.11.1", mail: ""), AtPeer("127.0.12.1", "", "KIM@X.example"))
        );
        Assert.Equal(
            DuplicateCause.SamePerson,
            CauseOf(Home("127.0.11.1", "", ""), AtPeer("127.0.12.1", "", ""))
        );
        // Names may be written in two ways.
        Assert.Equal(
            DuplicateCause.Undecided,
            CauseOf(Home("127.0.11.1", "", ""), AtPeer("127.0.12.1", "", "", "Lee"))
        );
        Assert.Equal(
            DuplicateCause.Undecided,
            CauseOf(Home("127.0.11.1"), AtPeer("127.0.12.1", "", "", "Lee"))
        );
    }

    [Fact]
    public void A_row_of_a_peer_that_was_not_synchronized_for_long_is_stale_beside_one_that_is_not()
    {
        Assert.Equal(
            DuplicateCause.StaleRow,
            CauseOf(Home("127.0.11.1"), AtPeer("127.0.12.1") with { IsOutdated = true })
        );
        Assert.Equal(
            DuplicateCause.Collision,
            CauseOf(
                Home("127.0.11.1"),
                AtPeer("127.0.12.1", "other@x.example", "other@x.example") with
                {
                    IsOutdated = true,
                }
            )
        );
    }
}
