using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;
using Microsoft.AspNetCore.Components.Authorization;

namespace IcpConsole.Pages.Shared;

/// <summary>The door for the pages of one circuit: whoever signed in there asks.</summary>
public sealed class PageDoor(IDoor door, AuthenticationStateProvider accounts)
{
    private Principal? _who;

    /// <summary>Whoever signed in.</summary>
    public Principal Who =>
        _who ?? throw new InvalidOperationException("Nobody has entered yet.");

    /// <summary>The name of the account.</summary>
    public string Account => Who.Account;

    /// <summary>What there is at this moment.</summary>
    public ConsoleSnapshot Now => door.Look(Who);

    /// <summary>Before anything is shown or sent.</summary>
    public async Task EnterAsync()
    {
        var state = await accounts.GetAuthenticationStateAsync();
        _who = new Principal(state.User.Identity?.Name ?? "");
    }

    /// <inheritdoc cref="IDoor.WatchAsync(Principal, CancellationToken)"/>
    public IAsyncEnumerable<ConsoleSnapshot> WatchAsync(CancellationToken cancellationToken) =>
        door.WatchAsync(Who, cancellationToken);

    /// <summary>Asks a cluster; whoever is gone meanwhile waits no longer.</summary>
    public Task<Result<TAnswer>> AskAsync<TAnswer>(
        ClusterId cluster,
        Request<TAnswer> request,
        CancellationToken gone
    )
        where TAnswer : notnull => door.SendAsync(Who, cluster, request, gone);

    /// <summary>Commands a cluster; what was begun is done, whoever is gone meanwhile.</summary>
    public Task<Result<TAnswer>> SendAsync<TAnswer>(
        ClusterId cluster,
        Command<TAnswer> command
    )
        where TAnswer : notnull =>
        door.SendAsync(Who, cluster, command, CancellationToken.None);

    /// <summary>Commands the console itself.</summary>
    public Task<Result<TAnswer>> SendAsync<TAnswer>(Command<TAnswer> command)
        where TAnswer : notnull => door.SendAsync(Who, command, CancellationToken.None);

    /// <inheritdoc cref="DoorExtensions.EndOfAsync"/>
    public Task<Operation?> EndOfAsync(OperationId id, CancellationToken gone) =>
        door.EndOfAsync(Who, id, gone);
}
