using System.Xml;

namespace IcpConsole.Protocols.Soap;

/// <summary>
/// Begins and ends what a server writes; between them stands the capability's own.
/// </summary>
internal static class SoapWriter
{
    public static void StartBody(XmlWriter writer)
    {
        writer.WriteStartDocument();
        writer.WriteStartElement("soapenv", "Envelope", SoapXml.Envelope);
        writer.WriteStartElement("soapenv", "Body", SoapXml.Envelope);
    }

    /// <summary>
    /// Writes a fault up to and into its <c>detail</c> (SOAP 1.1, section 4.4); it goes out with
    /// HTTP 500.
    /// </summary>
    public static void StartFault(XmlWriter writer, string message, bool clientFault)
    {
        StartBody(writer);
        writer.WriteStartElement("soapenv", "Fault", SoapXml.Envelope);
        writer.WriteElementString(
            "faultcode",
            clientFault ? "soapenv:Client" : "soapenv:Server"
        );
        writer.WriteElementString("faultstring", SoapXml.Carriable(message));
        writer.WriteStartElement("detail");
    }

    public static void EndAll(XmlWriter writer)
    {
        writer.WriteEndDocument();
        writer.Flush();
    }
}
