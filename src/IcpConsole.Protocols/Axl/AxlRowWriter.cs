using System.Xml;
using IcpConsole.Protocols.Soap;

namespace IcpConsole.Protocols.Axl;

/// <summary>Writes the answer to an <c>executeSQLQuery</c>, row by row.</summary>
public sealed class AxlRowWriter : IDisposable
{
    private readonly XmlWriter _writer;
    private string[] _columns = [];

    public AxlRowWriter(Stream output, AxlRequest request)
    {
        _writer = XmlWriter.Create(output, SoapXml.WriterSettings);
        AxlResponses.StartOperation(_writer, request);
        _writer.WriteStartElement("return");
    }

    /// <summary>
    /// Sets the columns of the rows to come. An aggregate comes out by its function's name:
    /// <c>count(*)</c> as <c>count</c>.
    /// </summary>
    public void Columns(IEnumerable<string> names) =>
        _columns = [.. names.Select(ElementName)];

    /// <summary>Writes a row; a null value becomes an empty element.</summary>
    public void Row(ReadOnlySpan<string?> values)
    {
        _writer.WriteStartElement("row");
        for (var i = 0; i < values.Length; i++)
        {
            _writer.WriteStartElement(_columns[i]);
            if (!string.IsNullOrEmpty(values[i]))
                _writer.WriteString(SoapXml.Carriable(values[i]!));
            _writer.WriteEndElement();
        }

        _writer.WriteEndElement();
    }

    /// <summary>Ends the answer.</summary>
    public void Dispose()
    {
        SoapWriter.EndAll(_writer);
        _writer.Dispose();
    }

    private static string ElementName(string column)
    {
        var parenthesis = column.IndexOf('(', StringComparison.Ordinal);
        return
            XmlConvert.EncodeLocalName(
                (parenthesis > 0 ? column[..parenthesis] : column).Trim().ToLowerInvariant()
            )
                is { Length: > 0 } name
            ? name
            : "expression";
    }
}
