using System.Globalization;

namespace IcpConsole.Domain;

/// <summary>A text in each language of the console.</summary>
public readonly record struct Words(string English, string Korean)
{
    /// <summary>In the reader's language.</summary>
    public override string ToString() =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ko"
            ? KoreanParticles.Fit(Korean)
            : English;
}
