namespace IcpConsole.Pages.Frame;

/// <summary>Work of others that the console contains.</summary>
/// <param name="Component">A package, or what one brings.</param>
/// <param name="Name">SPDX identifier of its licence.</param>
internal sealed record Licence(string Component, string Name)
{
    public static IReadOnlyList<Licence> All { get; } =
    [
        new("ASP.NET Core", "MIT"),
        new("CsvHelper", "MS-PL OR Apache-2.0"),
        new("Microsoft.AspNetCore.Components.Authorization", "MIT"),
        new("Microsoft.AspNetCore.Components.Web", "MIT"),
        new("Microsoft.AspNetCore.Identity.EntityFrameworkCore", "MIT"),
        new("Microsoft.EntityFrameworkCore.Sqlite", "MIT"),
        new("Polly", "BSD-3-Clause"),
        new("Serilog.AspNetCore", "Apache-2.0"),
        new("SQLite", "blessing"),
        new("SQLitePCLRaw.bundle_e_sqlite3", "Apache-2.0"),
        new("System.CommandLine", "MIT"),
        new("System.Security.Cryptography.Pkcs", "MIT"),
    ];
}
