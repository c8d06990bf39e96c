using System.Reflection;

namespace IcpConsole.Testing;

/// <summary>
/// Stands in for an interface of which a test needs a member or two; the others are null, or fail.
/// </summary>
public class Stub : DispatchProxy
{
    private Dictionary<string, Func<object?>> _members = [];

    /// <param name="members">Names of methods and properties, and what they come to each
    /// time.</param>
    public static T Of<T>(params (string Name, Func<object?> Value)[] members)
        where T : class
    {
        var proxy = Create<T, Stub>();
        ((Stub)(object)proxy)._members = members.ToDictionary(m => m.Name, m => m.Value);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _members.TryGetValue(
            targetMethod!.Name.Replace("get_", "", StringComparison.Ordinal),
            out var value
        )
            ? value()
        : targetMethod.ReturnType.IsValueType
        || targetMethod.ReturnType.IsAssignableTo(typeof(Task))
            ? throw new NotSupportedException(targetMethod.Name)
        : null;
}
