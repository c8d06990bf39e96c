using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Foundation;

/// <summary>What the clusters of a console share, whatever they are at.</summary>
/// <param name="Names">Resolves node names.</param>
/// <param name="Time">Of the console.</param>
/// <param name="Disk">That all of the console is kept on.</param>
/// <param name="Work">For bulk writes, of all clusters together.</param>
/// <param name="Loggers">Of the console.</param>
internal sealed record Surroundings(
    INameResolver Names,
    TimeProvider Time,
    DiskRoom Disk,
    WorkGate Work,
    ILoggerFactory Loggers
);
