using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Reflection;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;

namespace IcpConsole.Domain;

/// <summary>
/// Problems as code and arguments, which is how they are stored and sent to peers.
/// </summary>
public static class ProblemCode
{
    private static readonly FrozenDictionary<string, ConstructorInfo> s_constructors =
        typeof(Problem)
            .Assembly.GetTypes()
            .Where(t =>
                t.IsSubclassOf(typeof(Problem)) && !t.IsAbstract && t != typeof(ForeignProblem)
            )
            .ToFrozenDictionary(
                t => t.Name,
                t => t.GetConstructors().Single(),
                StringComparer.Ordinal
            );

    /// <summary>Every code that this release knows.</summary>
    public static IEnumerable<string> All => s_constructors.Keys;

    /// <summary>The arguments of a problem, in order.</summary>
    public static string[] ArgumentsOf(Problem problem) =>
        problem is ForeignProblem foreign
            ? [.. foreign.Arguments]
            :
            [
                .. s_constructors[problem.Code]
                    .GetParameters()
                    .Select(p =>
                        Write(problem.GetType().GetProperty(p.Name!)!.GetValue(problem))
                    ),
            ];

    /// <summary>
    /// What code and arguments stand for; foreign where this release does not know the code, or not
    /// with these arguments.
    /// </summary>
    public static Problem Read(string code, params IReadOnlyList<string> arguments)
    {
        if (!s_constructors.TryGetValue(code, out var constructor))
            return new ForeignProblem(code, arguments);
        var parameters = constructor.GetParameters();
        var values = new object?[parameters.Length];
        if (arguments.Count < parameters.Length)
            return new ForeignProblem(code, arguments);
        for (var i = 0; i < parameters.Length; i++)
        {
            values[i] = Read(parameters[i].ParameterType, arguments[i]);
            if (values[i] is null)
                return new ForeignProblem(code, arguments);
        }

        return (Problem)constructor.Invoke(values);
    }

    private static string Write(object? value) =>
        value switch
        {
            DateTimeOffset time => time.ToString("u", CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(
                null,
                CultureInfo.InvariantCulture
            ),
            _ => value?.ToString() ?? "",
        };

    private static object? Read(Type type, string text) =>
        type == typeof(string) ? text
        : type == typeof(int)
            ? int.TryParse(
                    text,
                    NumberStyles.Integer,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                    ? number
                : null
        : type == typeof(NodeName)
            ? NodeName.TryParse(text, out var node) ? node
                : null
        : type == typeof(ClusterId)
            ? ClusterId.TryParse(text, out var cluster) ? cluster
                : null
        : type == typeof(IPAddress)
            ? IPAddress.TryParse(text, out var address) ? address
                : null
        : type.IsEnum ? ReadChoice(type, text)
        : type == typeof(NodeService) ? ServiceCatalogue.Find(text)
        : type == typeof(DateTimeOffset) ? ReadTime(text)
        : throw new NotSupportedException($"A problem has an argument of {type}.");

    private static object? ReadChoice(Type type, string text) =>
        Enum.TryParse(type, text, out var choice) && Enum.IsDefined(type, choice)
            ? choice
            : null;

    /// <summary>Version 0.2.0 stored some times as <c>2026-11-30 02:05 UTC</c>.</summary>
    private static DateTimeOffset? ReadTime(string text) =>
        DateTimeOffset.TryParse(
            text.EndsWith(" UTC", StringComparison.Ordinal) ? text[..^4] : text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;
}
