using IcpConsole.Domain.Certificates;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Clusters;
using IcpConsole.Engine.Foundation;
using IcpConsole.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine;

/// <summary>What all clusters of this process share.</summary>
internal sealed record EngineEnvironment(
    DataDirectory Directory,
    INameResolver Names,
    TimeProvider Time,
    DiskRoom Disk,
    WorkGate Work,
    Operations Operations,
    PasswordGuard Passwords,
    IPasswordHasher<string> Hasher,
    ILoggerFactory Loggers,
    KeyType KeyType,
    bool Port443
);
