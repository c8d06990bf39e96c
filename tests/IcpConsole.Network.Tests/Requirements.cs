namespace IcpConsole.Network.Tests;

/// <summary>
/// What a machine has to have for these tests; where it has not, they are skipped and say why.
/// </summary>
internal static class Requirements
{
    private static readonly string[] s_tools = ["ip", "nft", "dnsmasq"];

    private static readonly Task<string?> s_missing = MissingAsync();

    public static async Task CheckAsync()
    {
        var missing = await s_missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
    }

    private static async Task<string?> MissingAsync()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "Network namespaces need Linux and root.";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            Path.PathSeparator
        );
        if (
            s_tools.FirstOrDefault(tool =>
                !folders.Any(folder => File.Exists(Path.Combine(folder, tool)))
            ) is
            { } absent
        )
            return $"{absent} is not installed.";
        await Namespace.SweepAsync();
        try
        {
            await using var trial = await Namespace.MakeAsync("trial");
            await trial.RunAsync("nft", "add table bridge trial");
            return null;
        }
        // Root of a container may not, and a small kernel cannot.
        catch (ToolException e)
        {
            return $"Network namespaces cannot be used here: {e.Message}";
        }
    }
}
