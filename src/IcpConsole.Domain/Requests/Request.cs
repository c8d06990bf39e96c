using System.Text.Json.Serialization;
using IcpConsole.Domain.Access;

namespace IcpConsole.Domain.Requests;

/// <summary>
/// A wish of whoever uses the console: a plain record, which may come from another process.
/// </summary>
/// <typeparam name="TAnswer">What comes back.</typeparam>
public abstract record Request<TAnswer>
    where TAnswer : notnull
{
    /// <summary>What whoever sends it must be permitted.</summary>
    [JsonIgnore]
    public abstract Permission Needs { get; }
}

/// <summary>Asks for what is too large to be in a snapshot; changes nothing.</summary>
public abstract record Query<TAnswer> : Request<TAnswer>
    where TAnswer : notnull
{
    public override Permission Needs => Permission.View;
}

/// <summary>Changes something; it is kept in the journal.</summary>
public abstract record Command<TAnswer> : Request<TAnswer>
    where TAnswer : notnull;

/// <summary>The answer to a command of which there is nothing to tell but that it was done.</summary>
public sealed record Done
{
    public static Done Value { get; } = new();
}

/// <summary>Of a request, what neither the journal nor a log may show.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
