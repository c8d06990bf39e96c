using System.Net;
using System.Net.Sockets;
using System.Xml.Linq;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Hosting;
using IcpConsole.Protocols.Xmpp;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// Whom a router takes the address of a presence probe for (RFC 7622; XEP-0106).
/// </summary>
public sealed class RouterJidTests
{
    private const string Served = "unavailable";
    private const string NobodysAddress = "item-not-found";
    private const string NoAddress = "jid-malformed";

    private static readonly (string Jid, string Answer)[] s_probes =
    [
        ("mina.choi@lab.example", Served),
        ("Mina.Choi@lab.example", Served),
        ("MINA.CHOI@LAB.EXAMPLE", Served),
        ("mina.choi@lab.example/phone", Served),
        ("jos\u00e9.ruiz@lab.example", Served),
        ("JOSE\u0301.RUIZ@lab.example", Served),
        ("STRASSE@lab.example", Served),
        (@"o\27brien@lab.example", Served),
        (@"van\20der\20berg@lab.example", Served),
        (@"anna\40corp.example@lab.example", Served),
        (@"ops\2fnight@lab.example", Served),
        (@"r\26d@lab.example", Served),
        ("ops/night@lab.example", NobodysAddress),
        ("jose.ruiz@lab.example", NobodysAddress),
        ("mina.choi@elsewhere.example", NobodysAddress),
        ("anna@corp.example@lab.example", NoAddress),
        ("van der berg@lab.example", NoAddress),
        ("o'brien@lab.example", NoAddress),
        (@"\20van\20der\20berg@lab.example", NoAddress),
        ("mina.choi@lab.example..", NoAddress),
        ("", NoAddress),
        ("@lab.example", NoAddress),
    ];

    [Fact]
    public async Task A_user_is_found_by_every_way_to_write_the_address_and_by_no_other()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        string[] ids =
        [
            "mina.choi",
            "jos\u00e9.ruiz",
            "stra\u00dfe",
            "o'brien",
            "van der berg",
            "anna@corp.example",
            "ops/night",
            "r&d",
        ];
        var node = singapore.Topology.Publisher.Name.Value;
        await clusters.SetUsersAsync(
            singapore,
            ids.Select(id => new EndUser(id, "", "", "", "", node))
        );
        await TwoClusters.AddPeerAsync(singapore, seoul);
        using var socket = await ConnectAsync(seoul, singapore);
        await using var stream = await XmppClient.OpenAsync(
            new NetworkStream(socket),
            new XmppClientOptions(seoul.Topology.Publisher.Name.Value, node),
            CancellationToken.None
        );
        foreach (var (jid, answer) in s_probes)
        {
            await stream.SendAsync(
                XmppPresence.Probe("1", "a@lab.example", jid),
                CancellationToken.None
            );
            Assert.Equal((jid, answer), (jid, Meaning(await AnswerAsync(stream))));
        }
    }

    /// <summary>Notices come in between.</summary>
    private static async Task<XElement> AnswerAsync(XmppStream stream)
    {
        while (true)
        {
            var stanza = await stream.ReadAsync(CancellationToken.None);
            if (stanza?.Name == XmppSchema.Server + "presence")
                return stanza;
            Assert.NotNull(stanza);
        }
    }

    private static string Meaning(XElement stanza) =>
        stanza
            .Descendants()
            .FirstOrDefault(e => e.Name.Namespace == XmppSchema.StanzaErrors)
            ?.Name.LocalName
        ?? (string)stanza.Attribute("type")!;

    private static async Task<Socket> ConnectAsync(HostedCluster from, HostedCluster to)
    {
        var socket = new Socket(
            AddressFamily.InterNetwork,
            SocketType.Stream,
            ProtocolType.Tcp
        );
        socket.Bind(new IPEndPoint(from.Topology.Publisher.Address, 0));
        await socket.ConnectAsync(to.Topology.Publisher.Address, XmppSchema.Port);
        return socket;
    }
}
