using System.Security.Cryptography;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Storage.Alarms;
using IcpConsole.Storage.Certificates;
using IcpConsole.Storage.Parameters;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Published;
using IcpConsole.Storage.Services;
using IcpConsole.Storage.Users;

namespace IcpConsole.Storage.Clusters;

/// <summary>One hosted cluster's file, opened: a small store for each capability.</summary>
public sealed class ClusterDatabase
{
    private readonly IClusterStore _store;

    internal ClusterDatabase(string path, SecretProtector secrets, IClusterStore store)
    {
        Path = path;
        _store = store;
        Definition = new DefinitionStore(store.Context, store.HomeUserWriter);
        Redundancy = new RedundancyStore(store.Context);
        Certificates = new CertificateStore(store.Context, secrets);
        Peers = new PeerStore(store.Context, secrets);
        Receipts = new ReceiptStore(store.Context);
        PeerViews = new PeerViewStore(store.Context);
        HomeUsers = new HomeUserStore(store.Context);
        UserChecks = new UserCheckStore(store.Context);
        Groups = new GroupStore(store.Context);
        ApplicationUsers = new ApplicationUserStore(store.Context);
        Parameters = new ParameterStore(store.Context);
        Routing = new RoutingUsers(store.Context);
        Services = new ServiceStore(store.Context);
        Alarms = new AlarmStore(store.Context);
    }

    /// <summary>Of the file.</summary>
    public string Path { get; }

    public DefinitionStore Definition { get; }

    public RedundancyStore Redundancy { get; }

    public CertificateStore Certificates { get; }

    public PeerStore Peers { get; }

    public ReceiptStore Receipts { get; }

    public PeerViewStore PeerViews { get; }

    public HomeUserStore HomeUsers { get; }

    public IHomeUserWriter HomeUserWriter => _store.HomeUserWriter;

    public IRemoteUserStore RemoteUsers => _store.RemoteUsers;

    public IRemoteUserWriter RemoteUserWriter => _store.RemoteUserWriter;

    public UserCheckStore UserChecks { get; }

    public GroupStore Groups { get; }

    public ApplicationUserStore ApplicationUsers { get; }

    public ParameterStore Parameters { get; }

    public RoutingUsers Routing { get; }

    public ServiceStore Services { get; }

    public AlarmStore Alarms { get; }

    public IPublishedQuery Published => _store.Published;

    public IFreeSpace FreeSpace => _store.FreeSpace;

    public ExplainFault Explain => _store.Explain;

    /// <exception cref="StorageFaultException">The file holds values that this program did not
    /// write.</exception>
    public async Task<ClusterDefinition> ReadDefinitionAsync(
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await Definition.ReadAsync(cancellationToken);
        }
        // Text that is no name or address; a row that is missing, or a choice that there is not
        // (both from EF Core).
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new StorageFaultException(new DatabaseDamaged(Path), e);
        }
    }

    /// <summary>Reads every secret once.</summary>
    /// <exception cref="StorageFaultException">The keys that protect them are missing.</exception>
    public async Task EnsureSecretsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Certificates.EnsureKeysAsync(cancellationToken);
            await Peers.EnsurePasswordsAsync(cancellationToken);
        }
        catch (CryptographicException e)
        {
            throw new StorageFaultException(new KeysMissing(Path), e);
        }
    }

    /// <summary>Lets go of the file's pooled connections.</summary>
    public void Close() => _store.Close();
}
