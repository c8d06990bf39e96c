using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Pages.Resources;

namespace IcpConsole.Pages.Shared;

/// <summary>From values to the reader's language.</summary>
internal static class TextFormat
{
    public static string With(this string format, params object[] args)
    {
        var text = string.Format(CultureInfo.CurrentCulture, format, args);
        return CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ko"
            ? KoreanParticles.Fit(text)
            : text;
    }

    public static string Number(int number) =>
        number.ToString("N0", CultureInfo.CurrentCulture);

    public static string Bytes(long bytes) =>
        bytes switch
        {
            < 1_000 => $"{bytes} B",
            < 1_000_000 => $"{(bytes / 1e3).ToString("0.0", CultureInfo.CurrentCulture)} kB",
            _ => $"{(bytes / 1e6).ToString("0.0", CultureInfo.CurrentCulture)} MB",
        };

    public static string Duration(TimeSpan time) =>
        time < TimeSpan.FromSeconds(1)
            ? $"{Math.Max(time.TotalMilliseconds, 0).ToString(time.TotalMilliseconds < 10 ? "0.#" : "0", CultureInfo.CurrentCulture)} ms"
            : $"{time.TotalSeconds.ToString("0.0", CultureInfo.CurrentCulture)} s";

    /// <summary>A day, with hyphens that do not break.</summary>
    public static string Day(DateTimeOffset time) =>
        time.ToString("yyyy\u2011MM\u2011dd", CultureInfo.InvariantCulture);

    public static string Ago(TimeSpan age) =>
        age switch
        {
            { TotalSeconds: < 2 } => FrameText.JustNow,
            { TotalSeconds: < 90 } => FrameText.SecondsAgo.With((int)age.TotalSeconds),
            { TotalMinutes: < 90 } => FrameText.MinutesAgo.With((int)age.TotalMinutes),
            { TotalHours: < 36 } => FrameText.HoursAgo.With((int)age.TotalHours),
            _ => FrameText.DaysAgo.With((int)age.TotalDays),
        };

    public static string Until(TimeSpan wait) =>
        wait switch
        {
            { TotalSeconds: <= 0 } => FrameText.Now,
            { TotalSeconds: < 90 } => FrameText.InSeconds.With(
                (int)Math.Ceiling(wait.TotalSeconds)
            ),
            { TotalMinutes: < 90 } => FrameText.InMinutes.With(
                (int)Math.Ceiling(wait.TotalMinutes)
            ),
            _ => FrameText.InHours.With((int)Math.Ceiling(wait.TotalHours)),
        };

    public static string Moment(DateTimeOffset time, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(time, zone);
        return local.ToString(
            local.Date == TimeZoneInfo.ConvertTime(now, zone).Date
                ? "HH:mm:ss"
                : "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture
        );
    }
}
