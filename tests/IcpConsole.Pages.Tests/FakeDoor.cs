using System.Runtime.CompilerServices;
using System.Threading.Channels;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Pages.Tests;

/// <summary>
/// Shows pages what a test has it show, keeps what they send, and answers what the test says.
/// </summary>
internal sealed class FakeDoor : IDoor
{
    private readonly Dictionary<Type, Func<object, object>> _answers = [];
    private readonly Channel<ConsoleSnapshot> _changes =
        Channel.CreateUnbounded<ConsoleSnapshot>();

    public ConsoleSnapshot Snapshot { get; set; } = new(1, [], [], []);

    public List<(Principal Who, ClusterId? Cluster, object Request)> Sent { get; } = [];

    /// <summary>What was sent of that kind.</summary>
    public IReadOnlyList<T> SentOf<T>() => [.. Sent.Select(s => s.Request).OfType<T>()];

    /// <param name="answer">A value, or one or several problems.</param>
    public void Answer<TRequest>(Func<TRequest, object> answer) =>
        _answers[typeof(TRequest)] = request => answer((TRequest)request);

    /// <summary>Tells whoever watches a cluster of what there is now.</summary>
    public void Tell(ConsoleSnapshot now)
    {
        Snapshot = now;
        _changes.Writer.TryWrite(now);
    }

    public ConsoleSnapshot Look(Principal who) => Snapshot;

    public async IAsyncEnumerable<ConsoleSnapshot> WatchAsync(
        Principal who,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        yield return Snapshot;
        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<ClusterSnapshot?> WatchAsync(
        Principal who,
        ClusterId cluster,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        yield return Snapshot.Find(cluster);
        await foreach (var changed in _changes.Reader.ReadAllAsync(cancellationToken))
            yield return changed.Find(cluster);
    }

    public Task<Result<TAnswer>> SendAsync<TAnswer>(
        Principal who,
        ClusterId cluster,
        Request<TAnswer> request,
        CancellationToken cancellationToken
    )
        where TAnswer : notnull => AnswerAsync(who, cluster, request);

    public Task<Result<TAnswer>> SendAsync<TAnswer>(
        Principal who,
        Request<TAnswer> request,
        CancellationToken cancellationToken
    )
        where TAnswer : notnull => AnswerAsync(who, null, request);

    private Task<Result<TAnswer>> AnswerAsync<TAnswer>(
        Principal who,
        ClusterId? cluster,
        Request<TAnswer> request
    )
        where TAnswer : notnull
    {
        Sent.Add((who, cluster, request));
        var answer = _answers.TryGetValue(request.GetType(), out var answered)
            ? answered(request)
            : Done.Value;
        return Task.FromResult<Result<TAnswer>>(
            answer switch
            {
                Problem problem => problem,
                IEnumerable<Problem> problems => problems.ToList(),
                _ => Result.From((TAnswer)answer),
            }
        );
    }
}
