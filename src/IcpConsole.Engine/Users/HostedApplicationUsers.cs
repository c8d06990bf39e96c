using System.Security.Cryptography;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Foundation;
using IcpConsole.Storage.Users;

namespace IcpConsole.Engine.Users;

/// <summary>Application users of a hosted cluster.</summary>
internal sealed class HostedApplicationUsers(ClusterContext cluster, ApplicationLogin logins)
{
    private const int PasswordLength = 20;

    /// <summary>
    /// Letters and digits that are not mistaken for one another when they are copied by hand.
    /// </summary>
    private const string PasswordCharacters =
        "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>What is read stays so until it is written.</summary>
    private readonly AsyncLock _turn = new();
    private readonly ApplicationUserStore _store = cluster.Database.ApplicationUsers;

    public void Offer(Handlers handlers)
    {
        handlers.AddQuery<ListApplicationUsers, IReadOnlyList<ApplicationUser>>(
            (_, stop) => ListAsync(stop)
        );
        handlers.Add<SaveApplicationUser, Done>(SaveAsync);
        handlers.Add<DeleteApplicationUser>((r, stop) => DeleteAsync(r.Username, stop));
    }

    public Task<IReadOnlyList<ApplicationUser>> ListAsync(
        CancellationToken cancellationToken
    ) => _store.ListAsync(cancellationToken);

    public async Task<Result<Done>> SaveAsync(
        SaveApplicationUser save,
        Principal who,
        CancellationToken cancellationToken
    )
    {
        var (username, form) = (save.Username, save.Form);
        using var turn = await _turn.EnterAsync(cancellationToken);
        var before = username is null
            ? null
            : await _store.FindAsync(username, cancellationToken);
        if (username is not null && before is null)
            return new ApplicationUserGone(username);
        var problems = form.Check(before?.User).ToList();
        var name = form.AxlUsername.Trim();
        if (name != username && await _store.FindAsync(name, cancellationToken) is not null)
            problems.Add(new ApplicationUserTaken(name).At(nameof(form.AxlUsername)));
        if (problems.Count > 0)
            return problems;
        var hash =
            form.AxlPassword.Length == 0
                ? before!.PasswordHash
                : logins.Hash(name, form.AxlPassword);
        var user = new ApplicationUser(name, form.Roles, form.Revision + 1);
        await KeepAsync(username, user, hash, who);
        return Done.Value;
    }

    public async Task DeleteAsync(string username, CancellationToken cancellationToken)
    {
        using var turn = await _turn.EnterAsync(cancellationToken);
        await _store.DeleteAsync(username, CancellationToken.None);
        Changed();
    }

    /// <summary>
    /// Makes an intercluster application user where there is none (the guide, step 2, note).
    /// </summary>
    /// <returns>The user that was made; null where there was one.</returns>
    public async Task<AxlCredential?> EnsureAxlUserAsync(CancellationToken cancellationToken)
    {
        using var turn = await _turn.EnterAsync(cancellationToken);
        var users = await _store.ListAsync(cancellationToken);
        if (users.Any(u => u.Roles.HasAny(ApplicationRole.ReadsAxl)))
            return null;
        var name = $"icsa-{cluster.Id}";
        for (var i = 2; users.Any(u => u.Username == name); i++)
            name = $"icsa-{cluster.Id}-{i}";
        var made = new AxlCredential(
            name,
            RandomNumberGenerator.GetString(PasswordCharacters, PasswordLength)
        );
        await KeepAsync(
            null,
            new ApplicationUser(name, ApplicationRoles.AxlReadOnly, Revision: 1),
            logins.Hash(name, made.Password),
            Principal.Console
        );
        return made;
    }

    private async Task KeepAsync(
        string? before,
        ApplicationUser user,
        string hash,
        Principal who
    )
    {
        var saved = new Saved(who.Account, cluster.Time.GetUtcNow());
        var kept = new KeptUser(user with { Saved = saved }, hash);
        await _store.KeepAsync(before, kept, CancellationToken.None);
        Changed();
    }

    /// <summary>Peers try the login they have at once, and show what comes of it.</summary>
    private void Changed()
    {
        logins.Forget();
        cluster.Changes.Tell();
        cluster.Notices.Tell();
    }
}
