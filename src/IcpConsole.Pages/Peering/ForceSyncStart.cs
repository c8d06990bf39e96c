namespace IcpConsole.Pages.Peering;

/// <summary>How Force Manual Sync begins; "Also resync peer's Tomcat certificates" can be changed.</summary>
public enum ForceSyncStart
{
    /// <summary>With an empty box.</summary>
    Plain,

    /// <summary>With the box ticked, where a certificate is what it is for (the guide, step 7.3).</summary>
    WithCertificates,
}
