using System.Net;
using System.Net.Sockets;

namespace IcpConsole.Testing;

/// <summary>
/// A loopback network of one's own, 127.A.B.0 to 127.A.(B+7).255, held for as long as the fixture
/// lives: tests of this and other processes take different ones. The mark is a UDP port bound on
/// its last address.
/// </summary>
public sealed class TestNetwork : IDisposable
{
    private const int Width = 8;
    private const int MarkPort = 47_400;

    private readonly Socket _mark;
    private readonly byte _a;
    private readonly byte _b;

    private TestNetwork(Socket mark, byte a, byte b) => (_mark, _a, _b) = (mark, a, b);

    /// <summary>As the option <c>--lab-network</c> takes it.</summary>
    public string Prefix => $"127.{_a}.{_b}";

    public IPAddress Address(int third, int last) =>
        new([127, _a, (byte)(_b + third), (byte)last]);

    public static TestNetwork Take()
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var (a, b) = (
                (byte)Random.Shared.Next(64, 250),
                (byte)(Random.Shared.Next(0, 31) * Width)
            );
            var mark = new Socket(
                AddressFamily.InterNetwork,
                SocketType.Dgram,
                ProtocolType.Udp
            )
            {
                ExclusiveAddressUse = true,
            };
            try
            {
                mark.Bind(
                    new IPEndPoint(
                        new IPAddress([127, a, (byte)(b + Width - 1), 254]),
                        MarkPort
                    )
                );
                return new TestNetwork(mark, a, b);
            }
            catch (SocketException)
            {
                mark.Dispose();
            }
        }

        throw new InvalidOperationException("No free loopback network.");
    }

    public void Dispose() => _mark.Dispose();
}
