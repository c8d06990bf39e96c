using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace IcpConsole.Testing;

/// <summary>
/// Input that was valid before somebody tampered with it, and the size of the pieces in which it
/// arrives.
/// </summary>
internal sealed record Tampered(byte[] Bytes, int Piece)
{
    public HostileStream Stream() => new(Bytes, Piece);

    public override string ToString() =>
        $"{Bytes.Length} bytes in pieces of {Piece}: {Encoding.Latin1.GetString(Bytes.AsSpan(0, Math.Min(Bytes.Length, 1000)))}";
}

/// <summary>Generators of hostile input, and the run of a property over it.</summary>
internal static class Hostile
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    /// <param name="valid">What is tampered with.</param>
    /// <param name="poison">What is put in, beside bytes of any value.</param>
    public static Arbitrary<Tampered> Of(string[] valid, params string[] poison)
    {
        var at = Gen.Choose(0, 1_000_000);
        var bytes = Gen.OneOf(
            Gen.Elements(poison).Select(Encoding.UTF8.GetBytes),
            Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(),
            Gen.Zip(Gen.Elements(poison), Gen.Choose(1, 20_000), (p, length) =>
                Enumerable
                    .Repeat(Encoding.UTF8.GetBytes(p), 1 + length / p.Length)
                    .SelectMany(b => b)
                    .ToArray()
            )
        );
        var tampering = Gen.OneOf(
            at.Select<int, Func<byte[], byte[]>>(a => b => b[..Index(b, a)]),
            Gen.Zip<int, int, Func<byte[], byte[]>>(at, Gen.Choose(1, 255), (a, mask) =>
                b => Flip(b, Index(b, a), mask)
            ),
            Gen.Zip<int, byte[], Func<byte[], byte[]>>(at, bytes, (a, insert) =>
                b => [.. b[..Index(b, a)], .. insert, .. b[Index(b, a)..]]
            ),
            Gen.Zip<int, int, Func<byte[], byte[]>>(at, Gen.Choose(0, 200), (a, length) =>
                b => Repeat(b, Index(b, a), length, 2 + a % 50)
            )
        );
        var tamperings = Gen.Choose(0, 4).SelectMany(n => tampering.ListOf(n));
        var tampered = Gen.Zip(Gen.Elements(valid), tamperings, (v, steps) =>
            steps.Aggregate(Encoding.UTF8.GetBytes(v), (b, step) => step(b))
        );
        return Arb.From(
            Gen.Zip(tampered, Gen.Elements(1, 2, 3, 17, 1000, 100_000), (b, piece) =>
                new Tampered(b, piece)
            ),
            Shrink
        );
    }

    /// <summary>Checks that nothing escapes <paramref name="meet"/>, and that it ends.</summary>
    public static void Check(
        this Arbitrary<Tampered> input,
        Func<Tampered, CancellationToken, Task> meet
    ) =>
        Prop.ForAll<Tampered>(input, async t =>
            {
                using var deadline = new CancellationTokenSource(s_deadline);
                await meet(t, deadline.Token).WaitAsync(s_deadline, TimeProvider.System);
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    private static byte[] Flip(byte[] bytes, int at, int mask) =>
        bytes.Length == 0
            ? bytes
            : [.. bytes[..at], (byte)(bytes[at] ^ mask), .. bytes[(at + 1)..]];

    private static int Index(byte[] bytes, int at) =>
        bytes.Length == 0 ? 0 : at % bytes.Length;

    private static byte[] Repeat(byte[] bytes, int start, int length, int times)
    {
        var chunk = bytes[start..Math.Min(bytes.Length, start + length)];
        return
        [
            .. bytes[..start],
            .. Enumerable.Repeat(chunk, times).SelectMany(c => c),
            .. bytes[start..],
        ];
    }

    private static IEnumerable<Tampered> Shrink(Tampered t)
    {
        for (var size = t.Bytes.Length / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= t.Bytes.Length; start += size)
                yield return t with
                {
                    Bytes = [.. t.Bytes[..start], .. t.Bytes[(start + size)..]],
                };
        }
    }
}
