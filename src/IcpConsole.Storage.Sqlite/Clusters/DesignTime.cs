using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace IcpConsole.Storage.Sqlite.Clusters;

/// <summary>For <c>dotnet ef</c> alone, which only looks at the model.</summary>
internal sealed class DesignTimeConsoleDb : IDesignTimeDbContextFactory<ConsoleDb>
{
    public ConsoleDb CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<ConsoleDb>()
                .UseIcpSqlite("Data Source=:memory:")
                .Options
        );
}

/// <inheritdoc cref="DesignTimeConsoleDb"/>
internal sealed class DesignTimeClusterDb : IDesignTimeDbContextFactory<ClusterDb>
{
    public ClusterDb CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<ClusterDb>()
                .UseIcpSqlite("Data Source=:memory:")
                .Options
        );
}
