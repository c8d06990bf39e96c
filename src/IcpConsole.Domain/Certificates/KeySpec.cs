namespace IcpConsole.Domain.Certificates;

/// <summary>The key of a certificate that is made.</summary>
/// <param name="Type">RSA or ECDSA.</param>
/// <param name="Bits">Of the modulus, or of the curve (P-256, P-384).</param>
public sealed record KeySpec(KeyType Type, int Bits)
{
    /// <summary>What can be chosen, the usual first of each type.</summary>
    public static IReadOnlyList<KeySpec> All { get; } =
    [
        new(KeyType.Rsa, 2048),
        new(KeyType.Rsa, 3072),
        new(KeyType.Rsa, 4096),
        new(KeyType.Ecdsa, 256),
        new(KeyType.Ecdsa, 384),
    ];

    /// <summary>What a node makes by itself.</summary>
    public static KeySpec Default(KeyType type) => All.First(k => k.Type == type);

    public override string ToString() => $"{(Type == KeyType.Rsa ? "RSA" : "ECDSA")} {Bits}";
}
