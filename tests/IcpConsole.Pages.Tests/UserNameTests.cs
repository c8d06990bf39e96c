using IcpConsole.Domain.Users;
using IcpConsole.Pages.Users;

namespace IcpConsole.Pages.Tests;

public sealed class UserNameTests
{
    [Theory]
    [InlineData("민준", "김", "김민준")]
    [InlineData("花子", "山田", "山田花子")]
    [InlineData("太郎", "佐々木", "佐々木太郎")]
    [InlineData("Mina", "Park", "Mina Park")]
    [InlineData("Mina", "박", "Mina 박")]
    [InlineData("", "김", "김")]
    [InlineData("Zoë", "", "Zoë")]
    public void The_family_name_comes_first_where_the_script_has_it_so(
        string first,
        string last,
        string shown
    ) => Assert.Equal(shown, new EndUser("u", first, last, "", "", null).FullName());
}
