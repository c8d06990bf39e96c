using IcpConsole.Domain.Peering;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Peering;

/// <summary>A row of the panel: what the peer's state comes to in some aspects.</summary>
/// <param name="Label">As the guide names it, where it does.</param>
/// <param name="Finding">Null where there is nothing to find.</param>
/// <param name="Evidence">In small print.</param>
public sealed record StatusRow(string Label, Finding? Finding, RenderFragment? Evidence = null)
{
    /// <summary>In place of the headline.</summary>
    public string? Words { get; init; }

    /// <summary>
    /// It is not folded when it passes: the guide has administrators read it (steps 6 and 7), or its
    /// evidence tells of something to do.
    /// </summary>
    public bool StaysOpen { get; init; }

    public Mark Mark => Finding?.Mark ?? Mark.Unknown;

    public bool IsFolded => Mark == Mark.Check && !StaysOpen;
}
