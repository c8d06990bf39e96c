using System.Globalization;

namespace IcpConsole.Pages.Shared;

/// <summary>Values of a link, which may say anything: what is none counts as left out.</summary>
internal static class QueryValues
{
    public static int? Number(string? value) =>
        int.TryParse(
            value,
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    public static bool IsTrue(string? value) => bool.TryParse(value, out var isTrue) && isTrue;
}
