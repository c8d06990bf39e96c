using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Users;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>
/// Section User: that end users are provisioned properly, and that none is there twice, here and at
/// the peers (the guide, step 1).
/// </summary>
internal sealed class UserSection(ClusterContext cluster, HostedUserChecks checks)
    : ICheckSection
{
    /// <summary>Named in a row; the User Troubleshooter names all.</summary>
    private const int Named = 10;

    public CheckSection Section => CheckSection.User;

    /// <summary>Users without a node have a row in section Topology.</summary>
    public IEnumerable<Task> Begin(CheckRun run) =>
        [
            run.CheckAsync("UserIdsUnique", null, token =>
                LookAsync(UserCheck.DuplicateUserId, CheckOutcome.Failed, token)
            ),
            run.CheckAsync("DirectoryUrisUnique", null, token =>
                LookAsync(UserCheck.DuplicateDirectoryUri, CheckOutcome.Failed, token)
            ),
            run.CheckAsync("DirectoryUrisThere", null, token =>
                LookAsync(UserCheck.DirectoryUriEmpty, CheckOutcome.Information, token)
            ),
            run.CheckAsync("DirectoryUrisValid", null, token =>
                LookAsync(UserCheck.DirectoryUriInvalid, CheckOutcome.Failed, token)
            ),
        ];

    private async Task<CheckResult> LookAsync(
        UserCheck check,
        CheckOutcome outcome,
        CancellationToken cancellationToken
    )
    {
        var found = await checks.FindAsync(check, 0, Named, cancellationToken);
        return found.Total == 0
            ? CheckResult.Passed
            : new CheckResult(
                outcome,
                found.Problem(check),
                new Fix(cluster.Id, FixPlace.UserTroubleshooter, check.ToString())
            );
    }
}
