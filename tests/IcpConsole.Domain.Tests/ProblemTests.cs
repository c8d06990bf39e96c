using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Testing;

namespace IcpConsole.Domain.Tests;

public sealed partial class ProblemTests : IDisposable
{
    private const string Hostile = "<script>{0}{</script>\t\u202e%n";

    private readonly (CultureInfo, CultureInfo) _before = (
        CultureInfo.CurrentCulture,
        CultureInfo.CurrentUICulture
    );

    public static TheoryData<string> Codes => [.. ProblemCode.All];

    public void Dispose() =>
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = _before;

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_problem_has_its_words_in_both_languages_whatever_its_arguments(
        string code
    )
    {
        var problem = Make(code);
        Read("en");
        Assert.DoesNotMatch(Hangul(), problem.Text());
        Assert.Matches(Ending(), problem.Text());
        Assert.Equal(problem.Hint() is null, InKorean(problem.Hint) is null);
        Assert.Matches(Hangul(), InKorean(problem.Text));
        if (InKorean(problem.Hint) is { } hint)
            Assert.Matches(Hangul(), hint);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_problem_that_was_stored_or_sent_comes_back_as_it_was(string code)
    {
        var problem = Make(code);
        Assert.Equal(
            problem,
            ProblemCode.Read(problem.Code, ProblemCode.ArgumentsOf(problem))
        );
        var asJson = JsonSerializer.Serialize(problem.At("Field"));
        Assert.Equal(problem.At("Field"), JsonSerializer.Deserialize<Problem>(asJson));
    }

    [Theory]
    [InlineData("Invented")]
    [InlineData("ForeignProblem")]
    [InlineData("Problem")]
    [InlineData("")]
    [InlineData("TcpRefused")]
    [InlineData("TcpRefused", "a port")]
    [InlineData("NodeGone")]
    [InlineData("ServiceAbsent", "No such service")]
    [InlineData(Hostile, Hostile, Hostile)]
    public void What_this_release_does_not_know_is_shown_by_its_code(
        string code,
        params string[] arguments
    )
    {
        var problem = Assert.IsType<ForeignProblem>(ProblemCode.Read(code, arguments));
        Read("en");
        Assert.Contains(code, problem.Text(), StringComparison.Ordinal);
        Assert.All(arguments, a =>
            Assert.Contains(a, problem.Text(), StringComparison.Ordinal)
        );
        Assert.Contains(code, InKorean(problem.Text), StringComparison.Ordinal);
        Assert.Equal(
            problem,
            ProblemCode.Read(problem.Code, ProblemCode.ArgumentsOf(problem))
        );
    }

    [Fact]
    public void What_this_release_does_not_know_is_bounded()
    {
        var problem = ProblemCode.Read(
            new string('c', 100_000),
            [.. Enumerable.Repeat(new string('a', 100_000), 1000)]
        );
        Assert.InRange(problem.Text().Length, 1, 2000);
    }

    [Theory]
    [InlineData("2026-11-30 02:05:00Z")]
    [InlineData("2026-11-30 02:05 UTC")]
    [InlineData("2026-11-30T11:05:00+09:00")]
    public void A_time_that_was_stored_is_read_as_UTC_however_it_was_written(string stored)
    {
        var end = new DateTimeOffset(2026, 11, 30, 2, 5, 0, TimeSpan.Zero);
        var problem = Assert.IsType<CertificateEnds>(
            ProblemCode.Read("CertificateEnds", "x", stored)
        );
        Assert.Equal((end, TimeSpan.Zero), (problem.End, problem.End.Offset));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Code":"TcpRefused","Arguments":[null]}""")]
    [InlineData("""{"Code":null,"Arguments":[]}""")]
    public void JSON_that_is_no_problem_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Problem>(json));

    /// <summary>
    /// Databases and peers of other releases have codes and arguments as they are here: one that is
    /// changed needs a way to read the old one.
    /// </summary>
    [Fact]
    public async Task Codes_and_their_arguments_stay_as_they_are()
    {
        var kept = await File.ReadAllLinesAsync(
            Path.Combine(
                ConsoleProcess.Root,
                "tests",
                "IcpConsole.Domain.Tests",
                "ProblemCodes.txt"
            )
        );
        Assert.Equal(kept, ProblemCode.All.Order(StringComparer.Ordinal).Select(Signature));

        static string Signature(string code) =>
            $"{code}({string.Join(", ", ConstructorOf(code).GetParameters().Select(p => p.ParameterType.Name))})";
    }

    [Fact]
    public void More_arguments_than_are_known_do_no_harm() =>
        Assert.Equal(new TcpRefused(8443), ProblemCode.Read("TcpRefused", "8443", "more"));

    [Fact]
    public void A_service_goes_by_the_readers_name_for_it()
    {
        var problem = new ServiceAbsent(ServiceCatalogue.InterclusterSyncAgent);
        Read("en");
        Assert.StartsWith(
            "Cisco Intercluster Sync Agent",
            problem.Text(),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Cisco 클러스터 간 동기화 에이전트는",
            InKorean(problem.Text),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Whatever_the_troubleshooter_finds_comes_with_what_to_do_about_it()
    {
        var sources = Directory
            .GetFiles(
                Path.Combine(ConsoleProcess.Root, "src", "IcpConsole.Engine", "Diagnostics"),
                "*.cs"
            )
            .Select(File.ReadAllText);
        var found = sources
            .SelectMany(s => Made().Matches(s))
            .Select(m => m.Groups["code"].Value)
            .Distinct()
            .Intersect(ProblemCode.All)
            .ToList();
        Assert.True(found.Count > 20);
        // That SIP is off is a choice.
        Assert.All(found.Except([nameof(SipOffHere), nameof(SipOffThere)]), code =>
            Assert.True(Make(code).Hint() is not null, code)
        );
    }

    [Fact]
    public void Whatever_a_test_saw_has_words_whatever_its_arguments()
    {
        var kinds = typeof(Evidence)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Evidence)))
            .ToList();
        Assert.True(kinds.Count > 20);
        Assert.All(kinds, kind =>
        {
            var seen = (Evidence)Make(kind.GetConstructors().Single());
            Read("en");
            Assert.DoesNotMatch(Hangul(), seen.Text());
            Assert.NotEmpty(seen.Text());
            Assert.NotEmpty(InKorean(seen.Text)!);
        });
        Assert.Matches(Hangul(), InKorean(new SawNamedByDns().Text));
    }

    private static Problem Make(string code) => (Problem)Make(ConstructorOf(code));

    private static object Make(ConstructorInfo constructor) =>
        constructor.Invoke([
            .. constructor.GetParameters().Select(p => Value(p.ParameterType)),
        ]);

    private static ConstructorInfo ConstructorOf(string code) =>
        typeof(Problem)
            .Assembly.GetTypes()
            .Single(t => t.Name == code && t.IsSubclassOf(typeof(Problem)))
            .GetConstructors()
            .Single();

    private static object Value(Type type) =>
        type == typeof(string) ? Hostile
        : type == typeof(int) ? int.MaxValue
        : type == typeof(NodeName) ? NodeName.Parse("imp1.example.com")
        : type == typeof(ClusterId) ? ClusterId.Parse("seoul")
        : type == typeof(IPAddress) ? IPAddress.Parse("127.0.11.1")
        : type.IsEnum ? Enum.GetValues(type).GetValue(1)!
        : type == typeof(NodeService) ? ServiceCatalogue.XcpRouter
        : type == typeof(DateTimeOffset)
            ? new DateTimeOffset(2026, 11, 30, 2, 5, 7, TimeSpan.Zero)
        : throw new NotSupportedException($"An argument of {type}.");

    private static string? InKorean(Func<string?> text)
    {
        Read("ko");
        var korean = text();
        Read("en");
        return korean;
    }

    private static void Read(string language) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(language);

    [GeneratedRegex("[가-힣]")]
    private static partial Regex Hangul();

    [GeneratedRegex("""[.)%n:]$""")]
    private static partial Regex Ending();

    [GeneratedRegex(@"new (?<code>\w+)\(")]
    private static partial Regex Made();
}
