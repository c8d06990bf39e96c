namespace IcpConsole.Engine.Foundation;

/// <summary>
/// A port of a node cannot be listened on: it is in use, or the address is not of this machine.
/// </summary>
internal sealed class PortInUseException(int port, Exception innerException)
    : Exception($"Port {port} cannot be listened on.", innerException)
{
    public int Port { get; } = port;
}
