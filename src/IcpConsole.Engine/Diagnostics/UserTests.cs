using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Users;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>
/// Section User: that end users are provisioned properly, and that none is there twice, here and at
/// the peers (the guide, step 1).
/// </summary>
internal sealed class UserTests(ClusterContext cluster, HostedUserChecks checks) : ITestSection
{
    /// <summary>Named in a row; the User Troubleshooter names all.</summary>
    private const int Named = 10;

    public TestSection Section => TestSection.User;

    /// <summary>Users without a node have a row in section Topology.</summary>
    public IEnumerable<Task> Begin(TestRun run) =>
        [
            run.TestAsync("UserIdsUnique", null, token =>
                LookAsync(UserCheck.DuplicateUserId, TestOutcome.Failed, token)
            ),
            run.TestAsync("DirectoryUrisUnique", null, token =>
                LookAsync(UserCheck.DuplicateDirectoryUri, TestOutcome.Failed, token)
            ),
            run.TestAsync("DirectoryUrisThere", null, token =>
                LookAsync(UserCheck.DirectoryUriEmpty, TestOutcome.Information, token)
            ),
            run.TestAsync("DirectoryUrisValid", null, token =>
                LookAsync(UserCheck.DirectoryUriInvalid, TestOutcome.Failed, token)
            ),
        ];

    private async Task<CheckResult> LookAsync(
        UserCheck check,
        TestOutcome outcome,
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
