namespace IcpConsole.Storage.Clusters;

/// <summary>Makes, opens and removes databases, in whatever kind of store they are kept.</summary>
public interface IDatabases
{
    /// <summary>
    /// Makes the console's database where there is none, and brings one up to date that is there.
    /// </summary>
    /// <exception cref="StorageFaultException">It is damaged, or a newer release's.</exception>
    Task OpenConsoleAsync(CancellationToken cancellationToken);

    /// <summary>Makes a cluster's database.</summary>
    /// <exception cref="IOException">There is one of that name already; it is left as it
    /// is.</exception>
    Task<ClusterDatabase> CreateAsync(string path, CancellationToken cancellationToken);

    /// <summary>Opens a cluster's database that is there, and brings it up to date.</summary>
    /// <exception cref="StorageFaultException">It is not there, damaged, or a newer
    /// release's.</exception>
    Task<ClusterDatabase> OpenAsync(string path, CancellationToken cancellationToken);

    /// <summary>Gives a database that nobody has open another name.</summary>
    /// <exception cref="IOException">There is one of that name already.</exception>
    void Move(string from, string to);

    /// <summary>Removes all that is kept of a cluster.</summary>
    void Delete(string path);
}
