using System.Reflection;
using IcpConsole.Engine;
using IcpConsole.Pages.Shared;
using NetArchTest.Rules;

namespace IcpConsole.Web.Tests;

/// <summary>
/// Within a project the folders are floors: no type knows one of a floor above its own, so there is
/// no circle between them (docs/architecture.md, "The house").
/// </summary>
public sealed class FloorTests
{
    /// <summary>Parameters of a service's constructor.</summary>
    private const int MostParts = 5;

    /// <summary>From the ground up.</summary>
    private static readonly string[] s_engine =
    [
        "IcpConsole.Engine.Foundation",
        "IcpConsole.Engine.Access",
        "IcpConsole.Engine.Parameters",
        "IcpConsole.Engine.Alarms",
        "IcpConsole.Engine.Certificates",
        "IcpConsole.Engine.Users",
        "IcpConsole.Engine.Peering.Wire",
        "IcpConsole.Engine.Peering.Links",
        "IcpConsole.Engine.Peering.Sync",
        "IcpConsole.Engine.Services",
        "IcpConsole.Engine.Nodes",
        "IcpConsole.Engine.Diagnostics",
        "IcpConsole.Engine.Hosting",
    ];

    /// <summary>From the ground up.</summary>
    private static readonly string[] s_pages =
    [
        "IcpConsole.Pages.Resources",
        "IcpConsole.Pages.Shared",
        "IcpConsole.Pages.Alarms",
        "IcpConsole.Pages.Services",
        "IcpConsole.Pages.Parameters",
        "IcpConsole.Pages.Users",
        "IcpConsole.Pages.Certificates",
        "IcpConsole.Pages.Peering",
        "IcpConsole.Pages.Clusters",
        "IcpConsole.Pages.Diagnostics",
        "IcpConsole.Pages.Frame",
    ];

    /// <summary>Above all floors: they put the engine together.</summary>
    private static readonly string[] s_roof =
    [
        typeof(EngineServices).FullName!,
        "IcpConsole.Engine.EngineService",
    ];

    /// <summary>But for the highest of each, which has none above.</summary>
    public static TheoryData<string> Floors => [.. s_engine[..^1], .. s_pages[..^1]];

    [Theory]
    [MemberData(nameof(Floors))]
    public void No_type_knows_one_of_a_floor_above_its_own(string floor)
    {
        var (house, assembly) = s_engine.Contains(floor)
            ? (s_engine, typeof(EngineServices).Assembly)
            : (s_pages, typeof(PageDoor).Assembly);
        string[] above = [.. house[(Array.IndexOf(house, floor) + 1)..], .. s_roof];
        var types = Types.InAssembly(assembly).That().ResideInNamespace(floor);
        var result = types.ShouldNot().HaveDependencyOnAny(above).GetResult();
        Assert.Empty(result.FailingTypes.Select(t => $"{t.FullName}: {t.Explanation}"));
    }

    [Fact]
    public void Each_folder_is_a_floor()
    {
        Assert.Equal(
            s_engine.Order(),
            Namespaces(typeof(EngineServices), "IcpConsole.Engine.")
        );
        Assert.Equal(s_pages.Order(), Namespaces(typeof(PageDoor), "IcpConsole.Pages."));
    }

    /// <summary>
    /// Whoever needs more than five parts is several. Records of values may have any number.
    /// </summary>
    [Fact]
    public void A_service_is_made_of_five_parts_at_most()
    {
        var services =
            from assembly in new[] { typeof(EngineServices), typeof(PageDoor) }
            from type in assembly.Assembly.GetTypes()
            where type.IsClass && type.GetMethod("<Clone>$") is null && !IsMade(type)
            from constructor in type.GetConstructors(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
            )
            where constructor.GetParameters().Length > MostParts
            select $"{type.FullName}: {constructor.GetParameters().Length}";
        Assert.Empty(services);
    }

    private static IEnumerable<string> Namespaces(Type of, string root) =>
        of
            .Assembly.GetTypes()
            .Select(t => t.Namespace)
            .OfType<string>()
            .Where(n => n.StartsWith(root, StringComparison.Ordinal))
            .Distinct()
            .Order();

    /// <summary>By the compiler, of lambdas and async methods, say.</summary>
    private static bool IsMade(Type type) => type.Name.Contains('<', StringComparison.Ordinal);
}
