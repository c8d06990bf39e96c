using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Parameters;
using IcpConsole.Engine.Peering.Sync;
using IcpConsole.Engine.Users;

namespace IcpConsole.Engine.Tests;

/// <summary>The steps in which an administrator saves, each by itself.</summary>
internal static class PeeringSteps
{
    /// <summary>Presses Save, and sees what has to be decided first.</summary>
    public static async Task<Result<FirstContact>> ProbeAsync(
        this HostedPeering peering,
        PeerId? peer,
        PeerForm form,
        CancellationToken cancellationToken
    )
    {
        var saved = await peering.SaveAsync(
            new SavePeer(peer, form),
            Principal.Console,
            cancellationToken
        );
        return saved.Succeeded ? saved.Value.Contact! : saved.Problems.ToList();
    }

    /// <summary>Decides.</summary>
    public static async Task<Result<PeerId>> SaveAsync(
        this HostedPeering peering,
        PeerId? peer,
        PeerForm form,
        CertificateSummary? accepted,
        CancellationToken cancellationToken
    )
    {
        var saved = await peering.SaveAsync(
            new SavePeer(peer, form, Decided: true, accepted),
            Principal.Console,
            cancellationToken
        );
        return saved.Succeeded ? saved.Value.Peer!.Value : saved.Problems.ToList();
    }

    public static Task<Problem?> CopyCertificateAsync(
        this HostedPeerTrust trust,
        PeerId peer,
        string service,
        NodeName node,
        ReadOnlyMemory<byte> file,
        CancellationToken cancellationToken
    ) =>
        trust.CopyCertificateAsync(
            new CopyCertificate(peer, service, node, file),
            cancellationToken
        );

    public static Task<Result<ClusterId>> SaveAsync(
        this ClusterRegistry registry,
        ClusterId? id,
        ClusterForm form,
        CancellationToken cancellationToken
    ) => registry.SaveAsync(id, form, Principal.Console, cancellationToken);

    public static async Task<IReadOnlyList<Problem>> SaveAsync(
        this HostedParameters parameters,
        NodeName node,
        string service,
        IReadOnlyDictionary<string, string> values,
        CancellationToken cancellationToken
    )
    {
        var save = new SaveParameters(node, service, values);
        return (
            await parameters.SaveAsync(save, Principal.Console, cancellationToken)
        ).Problems;
    }

    public static async Task<IReadOnlyList<Problem>> SaveAsync(
        this HostedApplicationUsers users,
        string? username,
        ApplicationUserForm form,
        CancellationToken cancellationToken
    )
    {
        var there = await users.ListAsync(cancellationToken);
        form.Revision = there.FirstOrDefault(u => u.Username == username)?.Revision ?? 0;
        var save = new SaveApplicationUser(username, form);
        return (await users.SaveAsync(save, Principal.Console, cancellationToken)).Problems;
    }
}
