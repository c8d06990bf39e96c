using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Users;

namespace IcpConsole.Domain.Tests;

/// <summary>What two administrators change at the same time.</summary>
public sealed class SavedMeanwhileTests
{
    private static readonly NodeName s_node = NodeName.Parse("127.0.1.1");

    private static readonly Saved s_kim = new(
        "kim",
        new DateTimeOffset(2026, 11, 30, 4, 0, 0, TimeSpan.Zero)
    );

    [Theory]
    // Typed, shown when it was typed, there now; whether that is a clash.
    [InlineData("60", "30", "90", true)]
    [InlineData("60", "30", "30", false)]
    [InlineData("60", "30", "60", false)]
    [InlineData("60", null, "90", false)]
    public void A_parameter_clashes_where_the_value_it_was_typed_in_place_of_is_another_by_now(
        string typed,
        string? before,
        string now,
        bool clashes
    )
    {
        var interval = ParameterCatalogue.SyncInterval;
        var save = new SaveParameters(
            s_node,
            interval.Service,
            new Dictionary<string, string> { [interval.Name] = typed }
        )
        {
            Before = before is null
                ? new Dictionary<string, string>()
                : new Dictionary<string, string> { [interval.Name] = before },
        };
        var set = new ParameterValue(s_node, interval.Service, interval.Name, now)
        {
            Saved = s_kim,
        };

        Assert.Equal(
            clashes
                ? [new SavedMeanwhile("kim", s_kim.At), new ThereNow(now).At(interval.Name)]
                : [],
            save.Clash(new ParametersSnapshot([set]))
        );
    }

    [Fact]
    public void A_parameter_of_all_nodes_clashes_whichever_node_it_was_set_on()
    {
        var routing = ParameterCatalogue.RoutingType;
        var save = new SaveParameters(
            s_node,
            routing.Service,
            new Dictionary<string, string>
            {
                [routing.Name] = ParameterCatalogue.RouterToRouter,
            }
        )
        {
            Before = new Dictionary<string, string> { [routing.Name] = "Other" },
        };
        var set = new ParameterValue(
            null,
            routing.Service,
            routing.Name,
            ParameterCatalogue.Mdns
        );

        Assert.Equal(
            ["SavedMeanwhile", "ThereNow"],
            save.Clash(new ParametersSnapshot([set])).Select(p => p.Code)
        );
    }

    [Fact]
    public void An_application_user_that_was_saved_meanwhile_is_refused_with_its_roles_of_now()
    {
        var now = new ApplicationUser("icsa", ApplicationRoles.Platform, Revision: 3)
        {
            Saved = s_kim,
        };
        var form = new ApplicationUserForm
        {
            AxlUsername = "icsa",
            Roles = ApplicationRoles.AxlReadOnly,
            Revision = 2,
        };

        Assert.Equal(
            [
                new SavedMeanwhile("kim", s_kim.At),
                new ThereNow("Platform").At(nameof(form.Roles)),
            ],
            form.Check(now)
        );
        form.Revision = 3;
        Assert.Empty(form.Check(now));
    }
}
