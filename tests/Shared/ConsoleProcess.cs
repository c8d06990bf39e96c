using System.Diagnostics;
using System.Text;

namespace IcpConsole.Testing;

/// <summary>
/// The console as the process that it is, on a loopback network and in a folder of its own.
/// </summary>
public sealed class ConsoleProcess : IAsyncDisposable
{
    public const string Password = "a-password-of-tests";

    /// <summary>
    /// It takes a second or two; a machine that is busy with other tests, far longer.
    /// </summary>
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _signInLink = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    private ConsoleProcess(IEnumerable<string> command, string? password)
    {
        var start = new ProcessStartInfo(command.First(), command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["ICP_ADMIN_PASSWORD"] = password;
        if (password is null)
            start.Environment.Remove("ICP_ADMIN_PASSWORD");
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Read(e.Data);
        _process.ErrorDataReceived += (_, e) => Read(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Where the console's sources lie.</summary>
    public static string Root { get; } = FindRoot();

    private static string Configuration =>
        AppContext.BaseDirectory.Contains(
            $"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}",
            StringComparison.Ordinal
        )
            ? "Release"
            : "Debug";

    /// <summary>
    /// What was built, or what ICP_CONSOLE names: a published console, which starts in half the
    /// time.
    /// </summary>
    private static string WebAssembly =>
        Path.Combine(
            Environment.GetEnvironmentVariable("ICP_CONSOLE") is { Length: > 0 } published
                ? published
                : Path.Combine(Root, "src", "IcpConsole.Web", "bin", Configuration, "net10.0"),
            "IcpConsole.Web.dll"
        );

    public static ConsoleProcess Start(
        string? password,
        params IEnumerable<string> arguments
    ) => new(["dotnet", WebAssembly, .. arguments], password);

    /// <summary>
    /// Starts it by a command that becomes the console's process, as <c>ip netns exec</c> does.
    /// </summary>
    public static ConsoleProcess StartBy(
        IEnumerable<string> command,
        params IEnumerable<string> arguments
    ) => new([.. command, "dotnet", WebAssembly, .. arguments], Password);

    /// <summary>The link that the console prints once it serves pages.</summary>
    public async Task<Uri> SignInLinkAsync()
    {
        try
        {
            return await _signInLink.Task.WaitAsync(s_start, TimeProvider.System);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"The console printed no sign-in link:\n{Output}", e);
        }
    }

    public async Task<int> ExitAsync()
    {
        await _process
            .WaitForExitAsync()
            .WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: no chance to tidy up.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGSTOP: it is there, and does nothing.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT: it goes on.</summary>
    public Task ContinueAsync() => SignalAsync("CONT");

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        const string Prefix = "Sign in: ";
        if (line.StartsWith(Prefix, StringComparison.Ordinal))
            _signInLink.TrySetResult(new Uri(line[Prefix.Length..]));
    }

    private static string FindRoot()
    {
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            if (File.Exists(Path.Combine(folder.FullName, "IcpConsole.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests run from within the repository.");
    }
}
