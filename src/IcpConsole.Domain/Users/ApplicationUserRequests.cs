using IcpConsole.Domain.Access;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Users;

/// <summary>Application &gt; Application Users of a cluster, by name.</summary>
public sealed record ListApplicationUsers : Query<IReadOnlyList<ApplicationUser>>;

/// <summary>
/// Adds a user, or changes one. What was valid before is refused at once, on connections that are
/// open, too.
/// </summary>
/// <param name="Username">The user to change; null adds one.</param>
/// <param name="Form">As it was typed.</param>
public sealed record SaveApplicationUser(string? Username, ApplicationUserForm Form)
    : Command<Done>
{
    public override Permission Needs => Permission.ManageSecurity;
}

public sealed record DeleteApplicationUser(string Username) : Command<Done>
{
    public override Permission Needs => Permission.ManageSecurity;
}
