using System.Text.RegularExpressions;
using System.Xml.Linq;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>A question and its answer, as they were on the wire.</summary>
internal sealed record Turn(string Question, string Answer)
{
    public string Sql =>
        XDocument.Parse(Question).Descendants().Single(e => e.Name.LocalName == "sql").Value;
}

/// <summary>
/// What two consoles of one version said to each other over AXL in a first pass. The node's name
/// and its certificate are placeholders.
/// </summary>
internal sealed partial class RecordedExchange(IEnumerable<Turn> turns)
{
    private const string Name = "{name}";
    private const string Certificate = "{certificate}";

    private const string Unknown =
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><e:Fault>"
        + "<faultcode>e:Client</faultcode><faultstring>No such column.</faultstring></e:Fault>"
        + "</e:Body></e:Envelope>";

    /// <summary>A question for each statement.</summary>
    public IReadOnlyList<Turn> Turns { get; } = [.. turns.DistinctBy(t => t.Sql)];

    /// <param name="path">Of the file.</param>
    /// <param name="cluster">Whose node takes the place of the one that was recorded.</param>
    public static RecordedExchange Load(string path, PreparedCluster cluster)
    {
        return new(
            XDocument
                .Load(path)
                .Root!.Elements("turn")
                .Select(t => new Turn(Here(t, "question"), Here(t, "answer")))
        );

        string Here(XElement turn, string part) =>
            turn.Element(part)!
                .Value.Replace(Name, cluster.Name.Value, StringComparison.Ordinal)
                .Replace(Certificate, cluster.Pem.Trim(), StringComparison.Ordinal);
    }

    public void Save(string path, PreparedCluster cluster)
    {
        new XDocument(
            new XElement(
                "exchange",
                Turns.Select(t => new XElement(
                    "turn",
                    Apart("question", t.Question),
                    Apart("answer", t.Answer)
                ))
            )
        ).Save(path);

        XElement Apart(string part, string text) =>
            new(
                part,
                new XCData(
                    text.Replace(cluster.Name.Value, Name, StringComparison.Ordinal)
                        .Replace(cluster.Pem.Trim(), Certificate, StringComparison.Ordinal)
                )
            );
    }

    /// <summary>
    /// What that version answers: to a question that it was never asked, that it does not know what
    /// is asked for.
    /// </summary>
    public string Answer(string question)
    {
        var asked = new Turn(question, "").Sql;
        var turn = Turns.FirstOrDefault(t => t.Sql == asked);
        return turn is null
            ? Unknown
            : turn.Answer.Replace(
                Sequence(turn.Question),
                Sequence(question),
                StringComparison.Ordinal
            );
    }

    private static string Sequence(string question) =>
        SequenceAttribute().Match(question).Value;

    [GeneratedRegex(
        "sequence=\"[0-9]+\"",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex SequenceAttribute();
}
