using IcpConsole.Domain.Access;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Users;

/// <summary>
/// What an application user may do; one may have several roles, as on the real product.
/// </summary>
[Flags]
public enum ApplicationRoles
{
    None = 0,

    /// <summary>
    /// "Standard AXL Read Only API Access": reads over AXL. All that a peer needs to log in (the
    /// guide, step 2).
    /// </summary>
    AxlReadOnly = 1,

    /// <summary>
    /// "Standard AXL API Access": reads over AXL, and changes service parameters.
    /// </summary>
    AxlApiAccess = 2,

    /// <summary>
    /// "Standard SERVICEABILITY Administration": starts and stops services over SOAP.
    /// </summary>
    Serviceability = 4,

    /// <summary>
    /// Manages certificates over REST, as a platform account of the real product does.
    /// </summary>
    Platform = 8,
}

public static class ApplicationRole
{
    /// <summary>Any of which reads over AXL.</summary>
    public const ApplicationRoles ReadsAxl =
        ApplicationRoles.AxlReadOnly | ApplicationRoles.AxlApiAccess;

    /// <summary>Each by itself.</summary>
    public static IReadOnlyList<ApplicationRoles> All { get; } =
    [
        ApplicationRoles.AxlReadOnly,
        ApplicationRoles.AxlApiAccess,
        ApplicationRoles.Serviceability,
        ApplicationRoles.Platform,
    ];

    /// <summary>Whether one of these is among them.</summary>
    public static bool HasAny(this ApplicationRoles roles, ApplicationRoles any) =>
        (roles & any) != ApplicationRoles.None;

    /// <summary>Those of a set, each by itself.</summary>
    public static IEnumerable<ApplicationRoles> Each(this ApplicationRoles roles) =>
        All.Where(r => roles.HasAny(r));
}

/// <summary>An application user of a cluster.</summary>
/// <param name="Username">Its name.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="Revision">Counts the saves, so that two administrators do not overwrite each other
/// unawares.</param>
public sealed record ApplicationUser(string Username, ApplicationRoles Roles, int Revision)
{
    /// <summary>By whom; null where nobody noted it.</summary>
    public Saved? Saved { get; init; }
}

/// <summary>An application user to be made.</summary>
public sealed record NewApplicationUser(
    string Username,
    string Password,
    ApplicationRoles Roles
)
{
    /// <summary>Without the password, so that it cannot reach a log by accident.</summary>
    public override string ToString() => Username;
}

/// <summary>The form of an application user as it was typed.</summary>
public sealed class ApplicationUserForm
{
    public string AxlUsername { get; set; } = "";

    /// <summary>Empty on an existing user keeps the password that is stored.</summary>
    [Secret]
    public string AxlPassword { get; set; } = "";

    [Secret]
    public string ConfirmAxlPassword { get; set; } = "";

    public ApplicationRoles Roles { get; set; } = ApplicationRoles.AxlReadOnly;

    /// <summary>The revision that the form was filled from; 0 for a new user.</summary>
    public int Revision { get; set; }

    /// <summary>Every problem at once, each tied to its field.</summary>
    /// <param name="existing">The user being edited, or null for a new one.</param>
    public IReadOnlyList<Problem> Check(ApplicationUser? existing)
    {
        var problems = AxlCredential
            .Check(AxlUsername, AxlPassword, ConfirmAxlPassword, existing is null)
            .ToList();
        if (Roles == ApplicationRoles.None)
            problems.Add(new RoleNone().At(nameof(Roles)));
        else if (Roles.Each().Aggregate((all, role) => all | role) != Roles)
            problems.Add(new ChoiceUnknown().At(nameof(Roles)));
        if (existing is not null && Revision != existing.Revision)
            problems.AddRange(Clash(existing));
        return problems;
    }

    /// <summary>What there is now, beside what was typed.</summary>
    private IEnumerable<Problem> Clash(ApplicationUser now)
    {
        yield return SavedMeanwhile.From(now.Saved);
        if (Roles != now.Roles)
            yield return new ThereNow($"{now.Roles}").At(nameof(Roles));
    }
}
