using IcpConsole.Domain.Users;
using IcpConsole.Storage.Users;

namespace IcpConsole.Storage.Sqlite.Tests;

public sealed class HomeUserWriterTests
{
    [Fact]
    public async Task The_digest_is_that_of_the_users_that_are_there()
    {
        using var test = await TestDatabase.CreateAsync();
        Assert.Equal(new AppliedUsers(30, 0, 0), test.SetHome(TestDatabase.Users(30)).Applied);
        Assert.Equal(
            TestDatabase.DigestOf(TestDatabase.Users(30)),
            await test.Database.Definition.HomeUsersAsync(CancellationToken.None)
        );
        Assert.Equal(
            new AppliedUsers(0, 1, 10),
            test.SetHome(
                TestDatabase.Users(20).Skip(1).Prepend(TestDatabase.User(1, "Minah"))
            ).Applied
        );
        test.SetHome(TestDatabase.Users(20));
        Assert.Equal(
            TestDatabase.DigestOf(TestDatabase.Users(20)),
            await test.Database.Definition.HomeUsersAsync(CancellationToken.None)
        );
    }

    [Fact]
    public async Task A_directory_that_lost_more_than_a_tenth_of_the_users_is_held_until_that_many_are_confirmed()
    {
        using var test = await TestDatabase.CreateAsync();
        test.SetHome(TestDatabase.Users(50), mayLose: 0);
        Assert.Equal(
            new AppliedUsers(0, 0, 5),
            test.SetHome(TestDatabase.Users(45), mayLose: 0).Applied
        );
        Assert.Equal(
            new HeldUsers(5, 45),
            test.SetHome(TestDatabase.Users(40), mayLose: 0).Held
        );
        Assert.Equal(
            new HeldUsers(5, 45),
            test.SetHome(TestDatabase.Users(40), mayLose: 4).Held
        );
        Assert.Equal(
            TestDatabase.DigestOf(TestDatabase.Users(45)),
            await test.Database.Definition.HomeUsersAsync(CancellationToken.None)
        );
        Assert.Equal(5, test.SetHome(TestDatabase.Users(40), mayLose: 5).Applied!.Removed);
    }
}
