using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Users;

/// <summary>What an application user may do.</summary>
public enum ApplicationRole
{
    /// <summary>"Standard AXL API Access": what the intercluster application user has, with which peers log in (the guide, step 2).</summary>
    AxlApiAccess,

    /// <summary>"Standard SERVICEABILITY Administration": starts and stops services over SOAP.</summary>
    Serviceability,

    /// <summary>Manages certificates over REST, as a platform account of the real product does.</summary>
    Platform,
}

/// <summary>An application user of a cluster.</summary>
public sealed record ApplicationUser(string Username, ApplicationRole Role);

/// <summary>An application user to be made.</summary>
public sealed record NewApplicationUser(string Username, string Password, ApplicationRole Role)
{
    /// <summary>Without the password, so that it cannot reach a log by accident.</summary>
    public override string ToString() => Username;
}

/// <summary>The form of an application user as it was typed.</summary>
public sealed class ApplicationUserForm
{
    public string AxlUsername { get; set; } = "";

    /// <summary>Empty on an existing user keeps the password that is stored.</summary>
    public string AxlPassword { get; set; } = "";

    public string ConfirmAxlPassword { get; set; } = "";

    public ApplicationRole Role { get; set; }

    /// <summary>Every problem at once, each tied to its field.</summary>
    public IReadOnlyList<Problem> Check(bool isNew)
    {
        var problems = AxlCredential.Check(AxlUsername, AxlPassword, ConfirmAxlPassword, passwordNeeded: isNew).ToList();
        if (!Enum.IsDefined(Role)) problems.Add(new("ChoiceUnknown", nameof(Role)));
        return problems;
    }
}

/// <summary>Application &gt; Application Users of one cluster.</summary>
public interface IApplicationUsers
{
    /// <summary>By name.</summary>
    Task<IReadOnlyList<ApplicationUser>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds a user, or changes one. What was valid before is refused at once, on connections that are open, too.</summary>
    /// <param name="username">The user to change; null adds one.</param>
    /// <param name="form">As it was typed.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Every problem; none when it was kept.</returns>
    Task<IReadOnlyList<Problem>> SaveAsync(string? username, ApplicationUserForm form, CancellationToken cancellationToken);

    Task DeleteAsync(string username, CancellationToken cancellationToken);
}
