using IcpConsole.Domain.Certificates;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Foundation;
using IcpConsole.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Hosting;

/// <summary>What all clusters of this process share.</summary>
internal sealed record EngineEnvironment(
    DataDirectory Directory,
    Surroundings Surroundings,
    Operations Operations,
    PasswordGuard Passwords,
    IPasswordHasher<string> Hasher,
    KeyType KeyType,
    bool Port443
)
{
    public TimeProvider Time => Surroundings.Time;

    public ILoggerFactory Loggers => Surroundings.Loggers;
}
