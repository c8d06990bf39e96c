using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Engine.Clusters;
using IcpConsole.Storage.Users;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>Section User: that end users are provisioned properly, and that none is there twice, here and at the peers (the guide, step 1).</summary>
internal sealed class UserTests(ClusterContext cluster) : ITestSection
{
    /// <summary>Named in a row; the User Troubleshooter names all.</summary>
    private const int Named = 10;

    public TestSection Section => TestSection.User;

    public IEnumerable<Task> Begin(TestRun run) =>
    [
        run.TestAsync("UserIdsUnique", null, async token => Twice("DuplicateUserId", await cluster.Database.Duplicates.UserIdsAsync(Named, token))),
        run.TestAsync("DirectoryUrisUnique", null, async token => Twice("DuplicateDirectoryUri", await cluster.Database.Duplicates.DirectoryUrisAsync(Named, token))),
        run.TestAsync("DirectoryUrisThere", null, async token => await cluster.Database.Provisioned.WithoutDirectoryUriAsync(Named, token) is { Count: > 0 } found
            ? Finding.Information(Problem("DirectoryUriEmpty", found), Here("DirectoryUriEmpty")) : Finding.Passed),
        run.TestAsync("DirectoryUrisValid", null, async token => await cluster.Database.Provisioned.WithInvalidDirectoryUriAsync(Named, token) is { Count: > 0 } found
            ? Finding.Failed(Problem("DirectoryUriInvalid", found), Here("DirectoryUriInvalid")) : Finding.Passed),
    ];

    private Fix Here(string check) => new(cluster.Id, FixPlace.UserTroubleshooter, check);

    private Finding Twice(string code, Duplicates found) => found.Count == 0 ? Finding.Passed
        : Finding.Failed(new Problem(code, null, found.Count.ToString(CultureInfo.InvariantCulture), string.Join(", ", found.First)), Here(code));

    private static Problem Problem(string code, UnprovisionedUsers found) => new(code, null, found.Count.ToString(CultureInfo.InvariantCulture), string.Join(", ", found.First));
}
