using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Engine.Foundation;

/// <summary>
/// Which part of the engine answers which request. The parts of a cluster add what they answer when
/// it is opened.
/// </summary>
internal sealed class Handlers
{
    private readonly Dictionary<Type, Delegate> _handlers = [];

    private delegate Task<Result<TAnswer>> Handler<TAnswer>(
        Request<TAnswer> request,
        Principal who,
        CancellationToken cancellationToken
    )
        where TAnswer : notnull;

    /// <summary>For a request whose answer may be refused, and depends on who asks.</summary>
    public void Add<TRequest, TAnswer>(
        Func<TRequest, Principal, CancellationToken, Task<Result<TAnswer>>> handle
    )
        where TRequest : Request<TAnswer>
        where TAnswer : notnull =>
        _handlers.Add(
            typeof(TRequest),
            (Handler<TAnswer>)(
                (request, who, cancellationToken) =>
                    handle((TRequest)request, who, cancellationToken)
            )
        );

    /// <summary>For a request whose answer may be refused.</summary>
    public void Add<TRequest, TAnswer>(
        Func<TRequest, CancellationToken, Task<Result<TAnswer>>> handle
    )
        where TRequest : Request<TAnswer>
        where TAnswer : notnull =>
        Add<TRequest, TAnswer>((request, _, stop) => handle(request, stop));

    /// <summary>For a query that is always answered.</summary>
    public void AddQuery<TRequest, TAnswer>(
        Func<TRequest, CancellationToken, Task<TAnswer>> handle
    )
        where TRequest : Query<TAnswer>
        where TAnswer : notnull =>
        Add<TRequest, TAnswer>(
            async (request, _, stop) => Result.From(await handle(request, stop))
        );

    /// <summary>For a command that is done, or is not for one reason.</summary>
    public void Add<TCommand>(Func<TCommand, CancellationToken, Task<Problem?>> handle)
        where TCommand : Command<Done> =>
        Add<TCommand, Done>(
            async (command, _, stop) =>
                await handle(command, stop) is { } problem ? problem : Done.Value
        );

    /// <summary>For a command that is done, or is not for several reasons.</summary>
    public void Add<TCommand>(
        Func<TCommand, CancellationToken, Task<IReadOnlyList<Problem>>> handle
    )
        where TCommand : Command<Done> =>
        Add<TCommand, Done>(
            async (command, _, stop) =>
                await handle(command, stop) is { Count: > 0 } problems
                    ? problems.ToList()
                    : Done.Value
        );

    /// <summary>For a command that is done at once, always.</summary>
    public void Add<TCommand>(Action<TCommand> handle)
        where TCommand : Command<Done> =>
        Add<TCommand, Done>(
            (command, _, _) =>
            {
                handle(command);
                return Task.FromResult<Result<Done>>(Done.Value);
            }
        );

    /// <summary>For a command that is always done.</summary>
    public void Add<TCommand>(Func<TCommand, CancellationToken, Task> handle)
        where TCommand : Command<Done> =>
        Add<TCommand, Done>(
            async (command, _, stop) =>
            {
                await handle(command, stop);
                return Done.Value;
            }
        );

    /// <summary>Whether a request of that type is answered.</summary>
    public bool Knows(Type request) => _handlers.ContainsKey(request);

    /// <exception cref="NotSupportedException">Nobody here answers such a request.</exception>
    public Task<Result<TAnswer>> HandleAsync<TAnswer>(
        Request<TAnswer> request,
        Principal who,
        CancellationToken cancellationToken
    )
        where TAnswer : notnull =>
        _handlers.GetValueOrDefault(request.GetType()) is Handler<TAnswer> handler
            ? handler(request, who, cancellationToken)
            : throw new NotSupportedException(
                $"{request.GetType().Name} is not answered here."
            );
}
