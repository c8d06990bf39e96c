using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace IcpConsole.Domain.Tests;

public sealed class KoreanParticlesTests
{
    private const string Every =
        "{0}이(가) {0}은(는) {0}을(를) {0}과(와) {0}와(과) {0}(으)로 {0}(이)라 {0}(이)나";

    private static readonly Gen<string> s_anything = Gen.Elements(
            "가",
            "각",
            "갈",
            "이(가)",
            "을(를)",
            "(으)로",
            "12",
            "seoul",
            "AXL",
            "(",
            ")",
            "“",
            " "
        )
        .ArrayOf()
        .Select(string.Concat);

    private static readonly Gen<string> s_said = Gen.OneOf(
        Gen.Choose('가', '힣').Select(c => ((char)c).ToString()),
        Gen.Choose(0, 9).Select(d => d.ToString(CultureInfo.InvariantCulture)),
        Gen.Elements("AXL", "TCP", "FQDN", "seoul", "Tomcat", "oslo", "%")
    );

    private static readonly Gen<string> s_unsaid = Gen.Elements(
        "",
        "”",
        "’",
        "\"",
        "]",
        ">",
        ".",
        "…",
        " ",
        "(127.0.11.1)",
        "(서울)”",
        "(a(b)c)",
        "(AXL) (으)"
    );

    [Theory]
    [InlineData(
        "Cisco XCP 라우터이(가) 실행되지 않습니다.",
        "Cisco XCP 라우터가 실행되지 않습니다."
    )]
    [InlineData(
        "서울이(가), 서울은(는), 서울을(를), 서울과(와), 서울(으)로",
        "서울이, 서울은, 서울을, 서울과, 서울로"
    )]
    [InlineData("부산(으)로, 도쿄(으)로, 도쿄와(과)", "부산으로, 도쿄로, 도쿄와")]
    [InlineData("서울(이)라는 노드, 도쿄(이)라는 노드", "서울이라는 노드, 도쿄라는 노드")]
    [InlineData("서울(이)나, 도쿄(이)나", "서울이나, 도쿄나")]
    [InlineData(
        "127.0.11.1이(가), 127.0.11.2을(를), “도쿄”은(는), 3(으)로",
        "127.0.11.1이, 127.0.11.2를, “도쿄”는, 3으로"
    )]
    [InlineData(
        "서울(127.0.0.2)은(는), 도쿄(부산(2))을(를), [서울]과(와)",
        "서울(127.0.0.2)은, 도쿄(부산(2))를, [서울]과"
    )]
    [InlineData("10%을(를), 10(으)로, 7(으)로, 8(으)로", "10%를, 10으로, 7로, 8로")]
    [InlineData(
        "seoul이(가), seoul(으)로, singapore을(를), frankfurt은(는), imp2.example.com(으)로",
        "seoul이, seoul로, singapore를, frankfurt는, imp2.example.com으로"
    )]
    [InlineData(
        "Cisco Tomcat을(를), tomcat-trust이(가), cup과(와), cup-xmpp와(과), admin(으)로, icsa(이)라",
        "Cisco Tomcat을, tomcat-trust가, cup과, cup-xmpp와, admin으로, icsa라"
    )]
    [InlineData(
        "Cisco XCP Config Manager이(가), Data Monitor을(를), ping(으)로, file(으)로, name(으)로",
        "Cisco XCP Config Manager가, Data Monitor를, ping으로, file로, name으로"
    )]
    [InlineData(
        "AXL(으)로, AXL을(를), TLS을(를), SIP와(과), CSR(으)로, FQDN(으)로, PEM이(가), x은(는)",
        "AXL로, AXL을, TLS를, SIP와, CSR로, FQDN으로, PEM이, x는"
    )]
    [InlineData("(서울)은(는)", "(서울)은")]
    [InlineData("이(가)", "가")]
    [InlineData("“”을(를)", "“”를")]
    [InlineData("()(으)로", "()로")]
    public void The_form_that_fits_what_is_said_before_it_stays(string filled, string read) =>
        Assert.Equal(read, KoreanParticles.Fit(filled));

    [Fact]
    public void Every_syllable_has_the_form_that_its_letters_ask_for()
    {
        for (var syllable = '가'; syllable <= '힣'; syllable++)
            Assert.Equal(Expected(syllable.ToString(), syllable), Filled(syllable.ToString()));
    }

    [Fact]
    public void Every_digit_has_the_form_that_its_reading_asks_for()
    {
        foreach (var (digit, reading) in "0123456789".Zip("영일이삼사오육칠팔구"))
            Assert.Equal(Expected($"1,46{digit}", reading), Filled($"1,46{digit}"));
    }

    [Fact]
    public void Generated_texts_keep_one_form_and_only_the_last_sound_chooses_it() =>
        Prop.ForAll(
                Arb.From(s_anything),
                Arb.From(s_said),
                Arb.From(s_unsaid),
                (before, said, unsaid) =>
                {
                    var forms = Forms($"{before} {said}{unsaid}");
                    Assert.Equal(Forms(said), forms);
                    Assert.All(forms, form =>
                        Assert.DoesNotContain("(", form, StringComparison.Ordinal)
                    );
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    /// <summary>The forms that are chosen after it, one for each of the particles.</summary>
    private static List<string> Forms(string before) =>
        [
            .. Every
                .Replace("{0}", "", StringComparison.Ordinal)
                .Split(' ')
                .Select(p =>
                    KoreanParticles.Fit(before + p)[KoreanParticles.Fit(before).Length..]
                ),
        ];

    private static string Filled(string before) =>
        KoreanParticles.Fit(Every.Replace("{0}", before, StringComparison.Ordinal));

    /// <summary>By the letters that the syllable is composed of.</summary>
    private static string Expected(string before, char said)
    {
        var letters = said.ToString().Normalize(NormalizationForm.FormD);
        var isClosed = letters.Length == 3;
        var isRieul = isClosed && letters[2] == '\u11af';
        string[] forms =
        [
            isClosed ? "이" : "가",
            isClosed ? "은" : "는",
            isClosed ? "을" : "를",
            isClosed ? "과" : "와",
            isClosed ? "과" : "와",
            isClosed && !isRieul ? "으로" : "로",
            isClosed ? "이라" : "라",
            isClosed ? "이나" : "나",
        ];
        return string.Join(' ', forms.Select(f => before + f));
    }
}
