using System.Globalization;
using System.Net;
using Bunit;
using Bunit.TestDoubles;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Pages.Shared;
using IcpConsole.Testing;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace IcpConsole.Pages.Tests;

/// <summary>What pages need to be rendered without a browser, in one language.</summary>
internal sealed class PagesContext : BunitContext
{
    private PagesContext(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        Services.AddSingleton<IDoor>(Door);
        Services.AddScoped<PageDoor>();
        Services.AddScoped<StorageNotice>();
        Services.AddSingleton<ExplainFault>((_, _) => null);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<AntiforgeryStateProvider, NoToken>();
        this.AddAuthorization().SetAuthorized("administrator");
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    public static TheoryData<string> Languages => ["en", "ko"];

    public FakeDoor Door { get; } = new();

    public static async Task<PagesContext> EnterAsync(string language = "en")
    {
        var context = new PagesContext(language);
        await context.Services.GetRequiredService<PageDoor>().EnterAsync();
        return context;
    }

    /// <summary>Has the console show Seoul with these peers.</summary>
    public ClusterSnapshot Show(params IReadOnlyList<PeerStatus> peers)
    {
        var publisher = new Node(
            SomePeer.Good().Local.Publisher,
            IPAddress.Parse(SomePeer.Good().Local.Publisher.Value),
            NodeRole.Publisher
        );
        var definition = new ClusterDefinition(
            SomePeer.Good().Local.Id,
            "Seoul",
            new ClusterTraits("lab.example", default, Release.V15, default),
            new Topology([publisher]),
            SipFederation: true,
            DirectoryFile: null
        );
        var seoul = new ClusterSnapshot(1, default, definition, ClusterState.Running, null)
        {
            Peering = new PeeringSnapshot(peers, TimeSpan.Zero),
            Services = new ServicesSnapshot([], []),
            Offers = Capabilities.All,
        };
        Door.Snapshot = new ConsoleSnapshot(1, [seoul], [], []);
        return seoul;
    }

    private sealed class NoToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
