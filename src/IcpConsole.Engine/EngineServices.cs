using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IcpConsole.Engine;

public static class EngineServices
{
    /// <param name="services">Holds the storage already.</param>
    /// <param name="lab">The lab to create where nothing is hosted yet; null for none.</param>
    public static IServiceCollection AddIcpEngine(this IServiceCollection services, LabOptions? lab)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<INameResolver, DnsNameResolver>();
        services.AddSingleton<ClusterRegistry>();
        services.AddSingleton<IClusterRegistry>(provider => provider.GetRequiredService<ClusterRegistry>());
        services.AddSingleton(new EngineStart(lab));
        services.AddHostedService<EngineService>();
        return services;
    }
}
