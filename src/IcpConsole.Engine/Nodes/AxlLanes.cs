using System.Threading.RateLimiting;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Engine.Users;

namespace IcpConsole.Engine.Nodes;

/// <summary>
/// What a node's AXL does at once: known peers have a lane of their own, so that nobody else holds
/// them up, and in each lane every caller has a share. A place is taken when a request is whole.
/// </summary>
internal sealed class AxlLanes(KnownAddresses known) : IDisposable
{
    private readonly Lane _known = new(places: 16);
    private readonly Lane _strangers = new(places: 8);

    public bool IsKnown(Caller caller) => known.Has(CallerAddress.From(caller.From));

    public Lane Of(Caller caller) => IsKnown(caller) ? _known : _strangers;

    public void Dispose()
    {
        _known.Dispose();
        _strangers.Dispose();
    }

    /// <summary>Places, and memory for the answers that are written on them.</summary>
    internal sealed class Lane(int places) : IDisposable
    {
        private const int Waiting = 128;

        /// <summary>
        /// A peer has a test, a pass and a look at ports under way at once, and seldom that.
        /// </summary>
        private const int OfOne = 4;

        private const int WaitingOfOne = 32;

        private readonly Shares<Caller> _places = new(
            PartitionedRateLimiter.Create<Caller, string>(caller =>
                RateLimitPartition.GetConcurrencyLimiter(
                    caller.Key,
                    _ => new ConcurrencyLimiterOptions
                    {
                        PermitLimit = OfOne,
                        QueueLimit = WaitingOfOne,
                    }
                )
            ),
            PartitionedRateLimiter.Create<Caller, int>(_ =>
                RateLimitPartition.GetConcurrencyLimiter(0, _ => new ConcurrencyLimiterOptions
                {
                    PermitLimit = places,
                    QueueLimit = Waiting,
                })
            )
        );

        public AxlMemory Memory { get; } = new();

        public ValueTask<RateLimitLease> EnterAsync(
            Caller caller,
            CancellationToken cancellationToken
        ) => _places.AcquireAsync(caller, cancellationToken);

        public void Dispose() => _places.Dispose();
    }
}
