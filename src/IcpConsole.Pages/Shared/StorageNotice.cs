using IcpConsole.Domain;

namespace IcpConsole.Pages.Shared;

/// <summary>
/// What the reader of one circuit is told where the disk did not do what an action needed.
/// </summary>
public sealed class StorageNotice
{
    /// <summary>Null where there is nothing to tell.</summary>
    public Problem? Problem { get; private set; }

    public event EventHandler? Changed;

    public void Show(Problem? problem)
    {
        if (Problem == problem)
            return;
        Problem = problem;
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
