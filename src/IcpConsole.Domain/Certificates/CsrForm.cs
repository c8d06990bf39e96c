using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Certificates;

/// <summary>Generate CSR, as it was filled in.</summary>
/// <param name="service">One of <see cref="CertificateServices.All"/>.</param>
/// <param name="key">Until another is chosen.</param>
public sealed class CsrForm(string service, KeySpec key)
{
    private const int MaxAlternativeNames = 50;

    /// <summary>Of a common name, in characters (RFC 5280, appendix A.1).</summary>
    private const int MaxCommonName = 64;

    private static readonly char[] s_between = [',', ' ', '\n', '\r', '\t'];

    public KeySpec Key { get; set; } = key;

    public Distribution Distribution { get; set; } = CsrSpec.DefaultDistribution(service);

    /// <summary>Of the subject; empty for the node's name.</summary>
    public string CommonName { get; set; } = "";

    /// <summary>Names beside those of the distribution, separated by blanks or commas.</summary>
    public string AlternativeNames { get; set; } = "";

    /// <returns>What is asked for, or each mistake beside its field.</returns>
    public Result<CsrSpec> Read()
    {
        var problems = new List<Problem>();
        if (Distribution == Distribution.MultiServer && service != CertificateServices.Tomcat)
            problems.Add(new CsrMultiServer().At(nameof(Distribution)));
        if (CommonName.Length > 0 && MistakeIn(CommonName) is { } mistake)
            problems.Add(mistake.At(nameof(CommonName)));
        else if (CommonName.Length > MaxCommonName)
            problems.Add(new CsrCommonNameTooLong(MaxCommonName).At(nameof(CommonName)));
        var names = AlternativeNames.Split(s_between, StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > MaxAlternativeNames)
            problems.Add(
                new CsrTooManyNames(MaxAlternativeNames).At(nameof(AlternativeNames))
            );
        else
            problems.AddRange(
                names
                    .Select(MistakeIn)
                    .OfType<CsrNameMalformed>()
                    .Take(ClusterForm.MaxMistakes)
                    .Select(m => m.At(nameof(AlternativeNames)))
            );
        if (problems.Count > 0)
            return problems;
        return new CsrSpec(
            Key,
            Distribution,
            CommonName.Length == 0 ? null : NodeName.Parse(CommonName),
            [.. names.Select(NodeName.Parse)]
        );
    }

    /// <summary>Null where a text is a name.</summary>
    public static CsrNameMalformed? MistakeIn(string text) =>
        NodeName.TryParse(text, out _, out var mistake)
            ? null
            : new CsrNameMalformed(text, mistake);
}
