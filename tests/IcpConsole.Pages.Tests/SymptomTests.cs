using System.Globalization;
using IcpConsole.Pages.Diagnostics;
using IcpConsole.Pages.Resources;

namespace IcpConsole.Pages.Tests;

public sealed class SymptomTests
{
    [Theory]
    [InlineData("en", "409 conflict")]
    [InlineData("en", "login")]
    [InlineData("en", "offline")]
    [InlineData("en", "user missing")]
    [InlineData("en", "cannot send message")]
    [InlineData("en", "stuck")]
    [InlineData("en", "401")]
    [InlineData("en", "인증서")]
    [InlineData("ko", "멈춤")]
    [InlineData("ko", "중복")]
    [InlineData("ko", "연결 안됨")]
    [InlineData("ko", "페더레이션")]
    public void What_administrators_type_finds_something(string language, string text)
    {
        var reader = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            Assert.NotEmpty(Symptom.Find(text));
            Assert.Empty(Symptom.Find("xyzzy"));
        }
        finally
        {
            CultureInfo.CurrentUICulture = reader;
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    public void Every_example_of_the_search_field_finds_something(string language)
    {
        var reader = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            var examples = DiagnosticText
                .SymptomHint[
                    (DiagnosticText.SymptomHint.IndexOf(':', StringComparison.Ordinal) + 1)..
                ]
                .Split(',', StringSplitOptions.TrimEntries);
            Assert.All(examples, e => Assert.NotEmpty(Symptom.Find(e)));
        }
        finally
        {
            CultureInfo.CurrentUICulture = reader;
        }
    }

    [Theory]
    [InlineData("certificate X", "NotSecure")]
    [InlineData("401", "Login")]
    [InlineData("599", "NotRunning")]
    public void What_is_seen_comes_before_what_is_only_to_be_checked(
        string text,
        string first
    ) => Assert.Equal(first, Symptom.Find(text)[0].Key);

    /// <summary>Messages as they are pasted, and words as people put them.</summary>
    [Theory]
    [InlineData(
        "Not reachable (Check peer address is valid, AXL is running on peer and AXL username/password credenti",
        "Login|NotRunning|OneWay"
    )]
    [InlineData("Not reachable", "OneWay")]
    [InlineData(
        "Connection to the Server cannot be established (unable to connect to Remote Node)",
        "Ports|OneWay"
    )]
    [InlineData("WARNING: DNS unreachable", "Split")]
    [InlineData("Reverse DNS lookup failed", "Split")]
    [InlineData("CSR SAN and Certificate SAN does not match", "CertificateKind")]
    [InlineData("Incorrect axl version", "NotRunning|Version")]
    [InlineData("Maximum AXL Memory Allocation Consumed", "TooLarge")]
    [InlineData("Query request too large", "TooLarge")]
    [InlineData("Exceeded allowed rate", "TooLarge")]
    [InlineData("InterclusterSyncAgentPeerDuplicate", "Duplicate")]
    [InlineData("InterClusterSyncAgentPeerPeriodicSyncFailure", "Stuck")]
    [InlineData("ICSACertificateFingerPrintMisMatch", "NotSecure")]
    [InlineData("SyncAgentAXLConnectionFailed", "UserSync")]
    [InlineData("SRMFailover", "AfterFailover")]
    [InlineData("users on other cluster show offline", "Count|Router|Stale")]
    [InlineData("peer stuck in syncing", "Stuck")]
    [InlineData("cannot see presence of users in the other cluster", "Router|Count|HalfOpen")]
    [InlineData("cannot send IM between clusters", "Router|AfterFailover|Federation")]
    [InlineData(
        "intercluster peer not working after certificate renewal",
        "NotSecure|Expired"
    )]
    [InlineData("inter-cluster peer", "OneWay|Stuck|HalfOpen|Duplicate|Removed|MaxPeers")]
    [InlineData("intercluster peer down", "OneWay|Router|NotRunning")]
    [InlineData("split brain", "Split")]
    [InlineData("disk full", "Disk")]
    [InlineData("no space left on device", "Disk")]
    [InlineData("디스크가 가득 찼습니다", "Disk")]
    [InlineData("users offline", "Count|Stale")]
    [InlineData("grey presence", "Count|Stale")]
    [InlineData("held", "UserSync")]
    [InlineData("파일 보류", "UserSync")]
    [InlineData("LDAP sync", "UserSync")]
    [InlineData("x509", "CertificateKind")]
    [InlineData("피어 추가 안됨", "Login|MaxPeers|HalfOpen")]
    [InlineData("duplicate users", "Duplicate")]
    [InlineData("duplicate directory URI", "Duplicate")]
    [InlineData("sync agent", "UserSync|HaBad|Resources")]
    [InlineData("Cisco Intercluster Sync Agent not running", "HaBad|NotRunning")]
    [InlineData("XCP router down", "Router")]
    [InlineData("router link", "Router")]
    [InlineData("database replication", "Replication")]
    [InlineData("NTP", "Clock")]
    [InlineData("clock", "Clock")]
    [InlineData("certificate expired", "Expired")]
    [InlineData("expired", "Expired")]
    [InlineData("client authentication EKU", "CertificateKind")]
    [InlineData("ECDSA", "CertificateKind")]
    [InlineData("SAN", "CertificateKind")]
    [InlineData("self-signed", "CertificateKind")]
    [InlineData("wrong password", "Login|LockedOut")]
    [InlineData("locked out", "LockedOut")]
    [InlineData("max peers", "MaxPeers")]
    [InlineData("DSCP", "Ports")]
    [InlineData("firewall port", "Ports")]
    [InlineData("peer removed", "Removed")]
    [InlineData("users missing", "Count")]
    [InlineData("csv", "File")]
    [InlineData("directory file", "File")]
    [InlineData("한글 깨짐", "File")]
    [InlineData("피어가 동기화 중에 멈춤", "Stuck")]
    [InlineData("인증서 만료", "Expired")]
    [InlineData("클러스터 간 메시지 안됨", "Router|AfterFailover")]
    [InlineData("중복 사용자", "Duplicate")]
    [InlineData("certifcate expird", "Expired")]
    [InlineData("인증서가 만료되었습니다", "Expired")]
    [InlineData("방화벽에서 막힘", "Ports")]
    [InlineData(
        "2026-11-30 09:12:44 ERROR AXL fault axlcode=-1 Maximum AXL Memory Allocation Consumed. Please retry once requests in progress have completed",
        "TooLarge"
    )]
    [InlineData("SYNCAGENTAXLCONNECTIONFAILED", "UserSync")]
    [InlineData("passwort falsch: 401 Unauthorized", "Login")]
    public void A_query_leads_somewhere_right(string text, string keys) =>
        Assert.Contains(Symptom.Find(text)[0].Key, keys.Split('|'));

    [Fact]
    public void A_line_of_two_thousand_characters_is_looked_through() =>
        Assert.Contains(
            Symptom.Find($"{string.Concat(Enumerable.Repeat("0123456789abcdef ", 115))} NTP"),
            s => s.Key == "Clock"
        );
}
