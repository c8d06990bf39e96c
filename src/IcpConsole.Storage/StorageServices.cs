using IcpConsole.Domain;
using IcpConsole.Storage.Clusters;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IcpConsole.Storage;

public static class StorageServices
{
    public static IServiceCollection AddIcpStorage(this IServiceCollection services, DataDirectory directory)
    {
        services.AddSingleton(directory);
        services.AddDataProtection().SetApplicationName("IcpConsole").PersistKeysToFileSystem(new DirectoryInfo(directory.KeysPath));
        services.AddSingleton<SecretProtector>();
        services.AddSingleton<ExplainFault>(static e => StorageFaults.Of(e));
        services.AddDbContextFactory<ConsoleDb>(options => options.UseSqlite($"Data Source={directory.ConsoleDbPath}"));
        services.AddSingleton<HostedClusters>();
        return services;
    }
}
