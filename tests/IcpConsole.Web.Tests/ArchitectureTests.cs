using System.Reflection;
using System.Xml.Linq;
using IcpConsole.Pages.Frame;
using IcpConsole.Testing;

namespace IcpConsole.Web.Tests;

/// <summary>
/// Imports run one way: Web → Engine → Storage → Domain, Engine → Protocols, Web → Storage.Sqlite →
/// Storage, Web → Pages → Domain.
/// </summary>
public sealed class ArchitectureTests
{
    private static string[] ReferencesOf(string project) =>
        [
            .. Assembly
                .Load($"IcpConsole.{project}")
                .GetReferencedAssemblies()
                .Select(a => a.Name!)
                .Where(n => n.StartsWith("IcpConsole.", StringComparison.Ordinal))
                .Select(n => n["IcpConsole.".Length..])
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [InlineData("Domain", new string[0])]
    [InlineData("Protocols", new string[0])]
    [InlineData("Storage", new[] { "Domain" })]
    [InlineData("Storage.Sqlite", new[] { "Domain", "Storage" })]
    [InlineData("Engine", new[] { "Domain", "Protocols", "Storage" })]
    [InlineData("Pages", new[] { "Domain" })]
    [InlineData("Web", new[] { "Domain", "Engine", "Pages", "Storage", "Storage.Sqlite" })]
    public void A_project_imports_only_what_lies_below_it(string project, string[] below) =>
        Assert.Equal(below, ReferencesOf(project));

    [Fact]
    public void Domain_and_Protocols_need_nothing_but_the_framework()
    {
        foreach (var project in (string[])["Domain", "Protocols"])
        {
            Assert.All(Assembly.Load($"IcpConsole.{project}").GetReferencedAssemblies(), a =>
                Assert.StartsWith("System.", a.Name, StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void The_licence_of_every_package_that_the_console_contains_is_named()
    {
        var projects = Directory
            .GetFiles(
                Path.Combine(ConsoleProcess.Root, "src"),
                "*.csproj",
                SearchOption.AllDirectories
            )
            .Select(XDocument.Load);
        var contained = projects
            .SelectMany(p => p.Descendants("PackageReference"))
            .Where(r => r.Attribute("PrivateAssets") is null)
            .Select(r => r.Attribute("Include")!.Value);
        Assert.Empty(contained.Except(Licence.All.Select(l => l.Component)));
    }
}
