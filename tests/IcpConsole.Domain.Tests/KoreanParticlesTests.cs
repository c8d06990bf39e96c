namespace IcpConsole.Domain.Tests;

public sealed class KoreanParticlesTests
{
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
    [InlineData(
        "127.0.11.1이(가), 127.0.11.2을(를), “도쿄”은(는), 3(으)로",
        "127.0.11.1이, 127.0.11.2를, “도쿄”는, 3으로"
    )]
    [InlineData("seoul이(가)", "seoul이(가)")]
    public void The_form_that_fits_what_is_said_before_it_stays(string filled, string read) =>
        Assert.Equal(read, KoreanParticles.Fit(filled));
}
