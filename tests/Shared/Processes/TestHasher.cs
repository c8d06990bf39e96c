using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace IcpConsole.Testing;

/// <summary>
/// Hashes of passwords that nobody guesses at: cheap, and verified by the product like any other.
/// </summary>
internal static class TestHasher
{
    public static IPasswordHasher<string> Cheap { get; } =
        new PasswordHasher<string>(
            Options.Create(new PasswordHasherOptions { IterationCount = 1000 })
        );
}
