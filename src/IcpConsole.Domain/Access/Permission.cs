namespace IcpConsole.Domain.Access;

/// <summary>What a request needs.</summary>
public enum Permission
{
    /// <summary>Sees everything but secrets.</summary>
    View,

    /// <summary>Syncs, services, acknowledgements, the troubleshooter.</summary>
    Operate,

    /// <summary>Peers, parameters, topology, assignment of users.</summary>
    ManagePeering,

    /// <summary>Certificates and application users.</summary>
    ManageSecurity,

    /// <summary>Creates and removes clusters.</summary>
    Administer,
}
