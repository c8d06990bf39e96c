using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;

namespace IcpConsole.Domain.Tests;

/// <summary>
/// Whatever goes through the door may come from another process: every request, every answer and
/// every part of a snapshot, found by reflection, with every member filled.
/// </summary>
public sealed class RequestJsonTests
{
    private int _next;

    public static TheoryData<string> Types =>
        [
            .. Requests
                .Concat(Requests.Select(AnswerOf))
                .Append(typeof(ConsoleSnapshot))
                .Distinct()
                .Select(t => t.ToString()),
        ];

    private static IEnumerable<Type> Requests =>
        typeof(Done)
            .Assembly.GetTypes()
            .Where(t => !t.IsAbstract && IsRequest(t.BaseType?.BaseType));

    [Theory]
    [MemberData(nameof(Types))]
    public void It_goes_through_JSON_and_back_unchanged(string name)
    {
        var type = Requests
            .Concat(Requests.Select(AnswerOf))
            .Append(typeof(ConsoleSnapshot))
            .First(t => t.ToString() == name);
        var value = Make(type);

        var json = JsonSerializer.Serialize(value, type, DomainJson.Options);
        var back = JsonSerializer.Deserialize(json, type, DomainJson.Options)!;

        Assert.Equal(Members("", value), Members("", back));
    }

    [Fact]
    public void Records_that_people_read_hide_secrets_and_leave_files_out()
    {
        var form = new PeerForm { AxlUsername = "icsa", AxlPassword = "Sesam-1" };
        var save = JsonSerializer.Serialize(
            new SavePeer(null, form),
            DomainJson.WithoutSecrets
        );
        Assert.Contains("icsa", save, StringComparison.Ordinal);
        Assert.Contains("\"AxlPassword\":\"***\"", save, StringComparison.Ordinal);
        Assert.DoesNotContain("Sesam", save, StringComparison.Ordinal);

        var copy = new CopyCertificate(new PeerId(1), "tomcat", default, new byte[3000]);
        Assert.Contains(
            "3000 bytes",
            JsonSerializer.Serialize(copy, DomainJson.WithoutSecrets),
            StringComparison.Ordinal
        );
    }

    private static bool IsRequest(Type? type) =>
        type is { IsGenericType: true }
        && type.GetGenericTypeDefinition() == typeof(Request<>);

    private static Type AnswerOf(Type request) =>
        request.BaseType!.BaseType!.GetGenericArguments()[0];

    private object Make(Type type)
    {
        _next++;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Make(underlying);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(_next % Enum.GetValues(type).Length)!;
        return type switch
        {
            _ when type == typeof(string) => $"text {_next} <&\"가'>",
            _ when type == typeof(bool) => true,
            _ when type == typeof(int) => _next,
            _ when type == typeof(long) => 5_000_000_000L + _next,
            _ when type == typeof(double) => _next + 0.25,
            _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(1_234_567 + _next),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(
                2026,
                11,
                30,
                1,
                2,
                3,
                TimeSpan.Zero
            ).AddTicks(_next),
            _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>([
                1,
                (byte)_next,
            ]),
            _ when type == typeof(IPAddress) => new IPAddress([192, 0, 2, (byte)_next]),
            _ when type == typeof(NodeName) => NodeName.Parse($"node{_next}.example"),
            _ when type == typeof(ClusterId) => ClusterId.Parse($"cluster-{_next}"),
            _ when type == typeof(NodeService) => ServiceCatalogue.All[
                _next % ServiceCatalogue.All.Count
            ],
            _ when type == typeof(Problem) => new DomainDiffers($"here {_next}", "there").At(
                $"Field{_next}"
            ),
            _ when type == typeof(Evidence) => new SawDirectorySynced(
                _next,
                (DateTimeOffset)Make(typeof(DateTimeOffset))
            ),
            _ when type == typeof(Topology) => new Topology(
                [
                    new Node(
                        (NodeName)Make(typeof(NodeName)),
                        (IPAddress)Make(typeof(IPAddress)),
                        NodeRole.Publisher
                    ),
                ],
                [(NodeName)Make(typeof(NodeName))]
            ),
            { IsGenericType: true } when type.IsAssignableTo(typeof(IEnumerable)) => MakeMany(
                type
            ),
            _ => MakeRecord(type),
        };
    }

    private object MakeMany(Type type)
    {
        var arguments = type.GetGenericArguments();
        if (arguments is [var key, var value])
        {
            var dictionary = (IDictionary)
                Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
            dictionary.Add(Make(key), Make(value));
            return dictionary;
        }

        var isSet = type.GetGenericTypeDefinition() == typeof(IReadOnlySet<>);
        var many = Activator.CreateInstance(
            (isSet ? typeof(HashSet<>) : typeof(List<>)).MakeGenericType(arguments)
        )!;
        for (var i = 0; i < 2; i++)
            many.GetType().GetMethod("Add")!.Invoke(many, [Make(arguments[0])]);
        return many;
    }

    private object MakeRecord(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length);
        var made = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([
                .. constructor.GetParameters().Select(p => Make(p.ParameterType)),
            ]);
        foreach (var property in Settable(type))
            property.SetValue(made, Make(property.PropertyType));
        return made;
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties().Where(p => p.SetMethod is { IsPublic: true });

    /// <summary>Every member that a value was given, by its path.</summary>
    private static IEnumerable<string> Members(string path, object? value)
    {
        var type = value?.GetType();
        return value switch
        {
            null => [$"{path}: null"],
            string or bool or int or long or double or Enum => [$"{path}: {value}"],
            DateTimeOffset time => [$"{path}: {time:O}"],
            IPAddress or NodeName or ClusterId or NodeService or TimeSpan =>
            [
                $"{path}: {value}",
            ],
            ReadOnlyMemory<byte> bytes => [$"{path}: {Convert.ToHexString(bytes.Span)}"],
            Problem problem =>
            [
                $"{path}: {problem.Code} {problem.Field} "
                    + string.Join(", ", ProblemCode.ArgumentsOf(problem)),
            ],
            IDictionary dictionary => dictionary
                .Keys.Cast<object>()
                .SelectMany(key => Members($"{path}[{key}]", dictionary[key])),
            IEnumerable many => many.Cast<object>()
                .SelectMany((item, i) => Members($"{path}[{i}]", item))
                .Prepend($"{path}: {many.Cast<object>().Count()} items"),
            _ => type!
                .GetProperties()
                .Where(p => p.SetMethod is not null || IsParameter(type, p))
                .OrderBy(p => p.Name, StringComparer.Ordinal)
                .SelectMany(p => Members($"{path}.{p.Name}", p.GetValue(value)))
                .Prepend($"{path}: {type.Name}"),
        };
    }

    private static bool IsParameter(Type type, PropertyInfo property) =>
        type.GetConstructors()
            .SelectMany(c => c.GetParameters())
            .Any(p =>
                string.Equals(p.Name, property.Name, StringComparison.OrdinalIgnoreCase)
            );
}
