using IcpConsole.Domain.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Domain.Tests;

/// <summary>The online help for errors of the certificate exchange leaves none out.</summary>
public sealed class ExchangeErrorsTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_Certificate_Status_shows_as_wrong_is_explained(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var status = SomePeer.Any(random);
            var shown = (status.Certificates?.Certificates ?? [])
                .Select(c => c.Problem)
                .Append(status.Diagnosis.CertificateStatus.Problem)
                .OfType<Problem>();
            Assert.All(shown, p => Assert.True(ExchangeErrors.Has(p), p.Code));
        }
    }

    [Fact]
    public void Every_state_of_a_certificate_but_the_good_one_is_explained() =>
        Assert.All(
            Enum.GetValues<PeerCertificateState>()
                .Except([PeerCertificateState.Synchronized])
                .Select(s => SomePeer.Held(s).Certificates[0].Problem!),
            p => Assert.True(ExchangeErrors.Has(p), p.Code)
        );

    [Fact]
    public void Each_stands_there_once_and_says_what_to_do()
    {
        Assert.Equal(
            ExchangeErrors.All.Count,
            ExchangeErrors.All.Select(p => p.Code).Distinct().Count()
        );
        Assert.All(ExchangeErrors.All, p => Assert.True(p.Hint() is not null, p.Code));
    }
}
