using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;

namespace IcpConsole.Web.Hosting;

/// <summary>
/// Lets warnings, errors and refused host names through at a bounded rate, one kind for itself, so
/// that nobody can fill a disk from outside. The next line of that kind says how many were held
/// back.
/// </summary>
internal sealed class SampledWarnings(TimeProvider time) : ILogEventFilter
{
    public const string HeldBack = "HeldBack";

    private const int AtOnce = 100;

    /// <summary>Lines a second after that.</summary>
    private const int Rate = 1;

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(
        StringComparer.Ordinal
    );

    public bool IsEnabled(LogEvent logEvent)
    {
        if (logEvent.Level < LogEventLevel.Warning && !IsOfHosts(logEvent))
            return true;
        var bucket = _buckets.GetOrAdd(logEvent.MessageTemplate.Text, _ => new Bucket(time));
        if (!bucket.TryTake(out var held))
            return false;
        logEvent.AddOrUpdateProperty(
            new LogEventProperty(
                HeldBack,
                new ScalarValue(held == 0 ? "" : $" ({held} more like this were held back)")
            )
        );
        return true;
    }

    private static bool IsOfHosts(LogEvent logEvent) =>
        logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        && source
            is ScalarValue
            {
                Value: "Microsoft.AspNetCore.HostFiltering.HostFilteringMiddleware"
            };

    private sealed class Bucket(TimeProvider time)
    {
        private readonly Lock _lock = new();
        private double _left = AtOnce;
        private long _counted = time.GetTimestamp();
        private int _held;

        public bool TryTake(out int held)
        {
            lock (_lock)
            {
                var now = time.GetTimestamp();
                _left = Math.Min(
                    AtOnce,
                    _left + (time.GetElapsedTime(_counted, now).TotalSeconds * Rate)
                );
                _counted = now;
                held = _held;
                if (_left < 1)
                {
                    _held++;
                    return false;
                }

                (_left, _held) = (_left - 1, 0);
                return true;
            }
        }
    }
}
