using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IcpConsole.Domain.Users;

namespace IcpConsole.Domain.Tests;

/// <summary>When two texts name the same person.</summary>
public sealed class UserIdentityTests
{
    /// <summary>Letters no two of which fold to the same.</summary>
    private static readonly string[] s_letters =
    [
        .. "abcxyz0123456789.-_+'&/@!\u00e9\u00f1\u00f8\u0142\u0131\u03b1\u03b2\u03c3\u0436\u044f\u05d0\u0628\u4e2d\ubbfc\ud55c"
            .EnumerateRunes()
            .Select(r => r.ToString()),
        "\U00010428",
        "\U0001f680",
    ];

    private static readonly Gen<string[]> s_people = Gen.Elements(s_letters).ArrayOf();

    private static readonly Func<string, string>[] s_ways =
    [
        s => s,
        s => s.ToUpperInvariant(),
        s => s.ToLowerInvariant(),
        s => s.Normalize(NormalizationForm.FormD),
        s => s.ToUpperInvariant().Normalize(NormalizationForm.FormD),
        s => $" {s}\t",
        s => s + "\u00a0",
    ];

    [Theory]
    [InlineData("park.jiho ", "park.jiho")]
    [InlineData("PARK.JIHO", "park.jiho")]
    [InlineData("jos\u00e9.ruiz", "JOSE\u0301.RUIZ")]
    [InlineData("\ubbfc\uc218", "\u1106\u1175\u11ab\u1109\u116e")]
    [InlineData("stra\u00dfe", "STRASSE")]
    [InlineData("stra\u1e9ee", "strasse")]
    [InlineData("\ufb01nn", "FINN")]
    [InlineData(
        "\u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2",
        "\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3"
    )]
    [InlineData("\u1fb3", "\u0391\u0399")]
    [InlineData("\u0130pek", "i\u0307pek")]
    [InlineData("\u212bngstr\u00f6m", "\u00e5ngstr\u00f6m")]
    [InlineData("\u212aelvin", "kelvin")]
    [InlineData("\u01f0", "J\u030c")]
    [InlineData("\U00010400", "\U00010428")]
    public void Two_ways_to_write_one_name_have_one_key(string one, string other)
    {
        Assert.Equal(UserIdentity.KeyOf(one), UserIdentity.KeyOf(other));
        Assert.True(UserIdentity.Comparer.Equals(one, other));
    }

    [Theory]
    [InlineData("jose.ruiz", "jos\u00e9.ruiz")]
    [InlineData("kim", "k\u0131m")]
    [InlineData("o'brien", "o\u2019brien")]
    [InlineData("van der berg", "vanderberg")]
    [InlineData("a.b", "ab")]
    [InlineData("\uff4b\uff49\uff4d", "kim")]
    [InlineData("\u0430nna", "anna")]
    public void Names_that_only_look_alike_have_keys_of_their_own(string one, string other) =>
        Assert.NotEqual(UserIdentity.KeyOf(one), UserIdentity.KeyOf(other));

    [Fact]
    public void Generated_people_share_a_key_only_where_they_are_one() =>
        Prop.ForAll(
                Arb.From(s_people),
                Arb.From(s_people),
                Arb.From(Gen.Elements(s_ways)),
                (one, other, way) =>
                {
                    var (a, b) = (string.Concat(one), string.Concat(other));
                    Assert.Equal(UserIdentity.KeyOf(a), UserIdentity.KeyOf(way(a)));
                    Assert.Equal(a == b, UserIdentity.KeyOf(way(a)) == UserIdentity.KeyOf(b));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("k\u200bim", "U+200B")]
    [InlineData("k\u00a0im", "U+00A0")]
    [InlineData("k\u202eim", "U+202E")]
    [InlineData("k\tim", "U+0009")]
    [InlineData("k\u3164im", "U+3164")]
    [InlineData("k\u00adim", "U+00AD")]
    [InlineData("k\ufe0fim", "U+FE0F")]
    [InlineData("k\u2065im", "U+2065")]
    [InlineData("k\ufff3im", "U+FFF3")]
    [InlineData("k\u2800im", "U+2800")]
    [InlineData("van der berg", null)]
    [InlineData("\U0001f468\u200d", "U+200D")]
    public void What_nobody_sees_in_a_name_is_named(string name, string? hidden) =>
        Assert.Equal(hidden, UserIdentity.HiddenIn(name));
}
