namespace IcpConsole.Pages.Peering;

/// <summary>What Save does with a new peer, in order.</summary>
public enum SaveStep
{
    /// <summary>Checks what was typed against the rules.</summary>
    Form,

    /// <summary>Looks at the certificate that the address presents.</summary>
    Look,

    /// <summary>Asks whether the certificate is the right one.</summary>
    Accept,

    /// <summary>Keeps the entry.</summary>
    Keep,

    /// <summary>The first pass.</summary>
    Sync,
}
