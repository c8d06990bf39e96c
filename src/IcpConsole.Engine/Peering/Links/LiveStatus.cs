using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Peering.Links;

/// <summary>What is known of one peer, for as long as one session is at work.</summary>
internal sealed class LiveStatus(PeerStatus first, ChangeHub changes)
{
    private readonly Lock _writing = new();
    private volatile PeerStatus _now = first;
    private bool _ended;

    public PeerStatus Now => _now;

    /// <param name="change">The status after the one before.</param>
    /// <param name="tell">False for what pages read anyhow, once a second.</param>
    public void Update(Func<PeerStatus, PeerStatus> change, bool tell = true)
    {
        lock (_writing)
        {
            if (_ended)
                return;
            _now = change(_now);
        }

        if (tell)
            changes.Tell();
    }

    /// <summary>What comes from now on is too late; what was known last stays.</summary>
    public void End()
    {
        lock (_writing)
            _ended = true;
    }
}
