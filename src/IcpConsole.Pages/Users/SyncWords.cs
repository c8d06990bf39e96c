using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Pages.Resources;

namespace IcpConsole.Pages.Users;

/// <summary>The state of a Sync Agent, in words.</summary>
internal static class SyncWords
{
    public static Mark Mark(DirectorySync sync) =>
        sync switch
        {
            { Phase: DirectoryPhase.Held or DirectoryPhase.AgentStopped }
            or { Phase: DirectoryPhase.Idle, Last.Failure: not null } => Domain
                .Peering
                .Mark
                .Cross,
            { Phase: DirectoryPhase.Idle, FinishedAt: not null } => Domain.Peering.Mark.Check,
            _ => Domain.Peering.Mark.Unknown,
        };

    public static string State(DirectorySync sync) =>
        sync switch
        {
            { Phase: DirectoryPhase.None } => UserText.NoDirectory,
            { Phase: DirectoryPhase.AgentStopped } => UserText.AgentStopped,
            { Phase: DirectoryPhase.Reading } => UserText.Reading,
            { Phase: DirectoryPhase.Writing } => UserText.Writing,
            { Phase: DirectoryPhase.Held } => UserText.Held,
            { Last.Failure: not null } => UserText.Failed,
            { FinishedAt: null } => UserText.NeverFinished,
            _ => UserText.Finished,
        };
}
