using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Requests;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IcpConsole.Engine;

public static class EngineServices
{
    /// <param name="services">Holds the storage already.</param>
    /// <param name="lab">The lab to create where nothing is hosted yet; null for none.</param>
    /// <param name="keyType">Of the certificates that nodes make for themselves.</param>
    /// <param name="port443">Whether they open 443 beside 8443 where they may.</param>
    public static IServiceCollection AddIcpEngine(
        this IServiceCollection services,
        LabOptions? lab,
        KeyType keyType,
        bool port443 = true
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<INameResolver, DnsNameResolver>();
        services.AddSingleton(provider => new ChangeHub(
            provider.GetRequiredService<TimeProvider>(),
            ChangeHub.ForPages
        ));
        services.AddSingleton<Operations>();
        services.AddSingleton<WorkGate>();
        services.AddSingleton<PasswordGuard>();
        services.AddSingleton<IPasswordHasher<string>, PasswordHasher<string>>();
        services.AddSingleton<DiskRoom>();
        services.AddSingleton<Surroundings>();
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<EngineEnvironment>(provider, keyType, port443)
        );
        services.AddSingleton<ClusterRegistry>();
        services.AddSingleton<ServiceRuns>();
        services.AddSingleton<Journal>();
        services.AddSingleton<Door>();
        services.AddSingleton<IDoor>(provider => provider.GetRequiredService<Door>());
        services.AddSingleton(new EngineStart(lab));
        services.AddHostedService<EngineService>();
        services.AddHostedService<ConsoleMonitor>();
        return services;
    }
}
