using System.Collections.Concurrent;
using System.Globalization;
using System.Xml.Linq;
using IcpConsole.Engine.Foundation;
using IcpConsole.Protocols.Xmpp;

namespace IcpConsole.Engine.Peering.Links;

/// <summary>Questions over a router link, each with the answer that comes for it.</summary>
internal sealed class StreamQuestions(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<XElement>> _asked =
        new();
    private long _ids;

    /// <summary>A stanza that came: whoever asked for it has it.</summary>
    public void Answer(XElement stanza)
    {
        if ((string?)stanza.Attribute("id") is { } id && _asked.TryRemove(id, out var asked))
            asked.TrySetResult(stanza);
    }

    /// <returns>Null when nobody answered in time.</returns>
    public async Task<XElement?> AskAsync(
        XmppStream stream,
        Func<string, XElement> request,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{++_ids}");
        var answer = _asked[id] = new TaskCompletionSource<XElement>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        try
        {
            return await time.WithinAsync(
                limit,
                async token =>
                {
                    await stream.SendAsync(request(id), token);
                    return await answer.Task.WaitAsync(token);
                },
                cancellationToken
            );
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }
}
