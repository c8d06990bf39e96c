using System.Net;
using System.Net.Sockets;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Hosting;
using IcpConsole.Protocols.ControlCenter;

namespace IcpConsole.Engine.Tests;

/// <summary>What one caller may take leaves the others theirs.</summary>
public sealed class CallerLimitTests : IAsyncLifetime
{
    private TwoClusters _clusters = null!;

    public async ValueTask InitializeAsync() => _clusters = await TwoClusters.StartAsync();

    public ValueTask DisposeAsync() => _clusters.DisposeAsync();

    private HttpClient Http() =>
        new(
            new SocketsHttpHandler
            {
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        )
        {
            BaseAddress = new Uri($"https://{_clusters.Seoul.Topology.Publisher.Name}:8443"),
        };

    [Fact]
    public async Task One_account_that_polls_too_often_takes_no_heartbeat_of_the_console()
    {
        using var http = Http();
        var client = new ControlCenterClient(
            http,
            Lab.Operator.Username,
            Lab.Operator.Password,
            TimeProvider.System
        );
        var throttled = 0;
        for (var i = 0; i < 100; i++)
        {
            try
            {
                await client.GetServiceStatusAsync(
                    ["Cisco XCP Router"],
                    CancellationToken.None
                );
            }
            catch (ControlCenterException e) when (e.Error == ControlCenterError.Throttled)
            {
                throttled++;
            }
        }

        Assert.InRange(throttled, 1, 40);
        Assert.Null(
            (
                await _clusters.Seoul.Services!.ReadAsync(
                    _clusters.Seoul.Topology.Publisher.Name
                )
            ).Problem
        );
    }

    [Fact]
    public async Task Wrong_passwords_in_numbers_do_not_keep_right_ones_out()
    {
        using var http = Http();
        var guesses = Enumerable
            .Range(0, 120)
            .Select(async i =>
            {
                using var guess = StrangerTests.Query(
                    "SELECT count(*) FROM processnode",
                    $"icsa:guess-{i}"
                );
                try
                {
                    using var refused = await http.SendAsync(guess);
                    return refused.StatusCode;
                }
                // A connection that is reset the moment it is made comes out of HttpClient as what
                // the socket says.
                catch (Exception e) when (e is HttpRequestException or SocketException)
                {
                    // One address has no more connections than its share.
                    return HttpStatusCode.TooManyRequests;
                }
            })
            .ToList();
        var peer = await TwoClusters.AddPeerAsync(_clusters.Singapore, _clusters.Seoul);
        await TwoClusters.StatusAsync(_clusters.Singapore, peer, TwoClusters.InStep);
        foreach (var status in await Task.WhenAll(guesses))
            Assert.Contains(
                status,
                (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests]
            );
    }

    [Fact]
    public async Task An_application_user_with_several_roles_has_the_rights_of_each_and_reading_needs_no_more_than_the_role_to_read()
    {
        var users = _clusters.Seoul.ApplicationUsers!;
        var form = new ApplicationUserForm
        {
            AxlUsername = "both",
            AxlPassword = "both-lab",
            ConfirmAxlPassword = "both-lab",
            Roles = ApplicationRoles.AxlReadOnly | ApplicationRoles.Serviceability,
        };
        Assert.Empty(await users.SaveAsync(null, form, CancellationToken.None));
        using var http = Http();
        await new ControlCenterClient(
            http,
            "both",
            "both-lab",
            TimeProvider.System
        ).GetServiceStatusAsync(["Cisco XCP Router"], CancellationToken.None);
        using (
            var read = await http.SendAsync(
                StrangerTests.Query("SELECT count(*) FROM processnode", "both:both-lab")
            )
        )
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await UpdateAsync(http, "both:both-lab"));

        Assert.Empty(
            await users.SaveAsync(
                "both",
                new ApplicationUserForm
                {
                    AxlUsername = "both",
                    Roles = ApplicationRoles.AxlApiAccess,
                },
                CancellationToken.None
            )
        );
        Assert.Equal(HttpStatusCode.OK, await UpdateAsync(http, "both:both-lab"));
        Assert.Contains(_clusters.Logs.Lines, l =>
            l.Contains("over AXL by both", StringComparison.Ordinal)
        );
        Assert.Equal(
            ["RoleNone"],
            (
                await users.SaveAsync(
                    "both",
                    new ApplicationUserForm
                    {
                        AxlUsername = "both",
                        Roles = ApplicationRoles.None,
                    },
                    CancellationToken.None
                )
            ).Select(p => p.Code)
        );
    }

    private async Task<HttpStatusCode> UpdateAsync(HttpClient http, string credential)
    {
        var parameter = Domain.Parameters.ParameterCatalogue.SyncInterval;
        using var request = StrangerTests.Query("", credential);
        var fields =
            $"<processNodeName>{_clusters.Seoul.Topology.Publisher.Name}</processNodeName>"
            + $"<name>{parameter.Name}</name><service>{parameter.Service}</service><value>60</value>";
        request.Content = new StringContent(
            $"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>"
                + "<n:updateServiceParameter "
                + $"xmlns:n='http://www.cisco.com/AXL/API/15.0'>{fields}</n:updateServiceParameter>"
                + "</e:Body></e:Envelope>",
            System.Text.Encoding.UTF8,
            "text/xml"
        );
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
