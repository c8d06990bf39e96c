using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IcpConsole.Domain.Clusters;
using IcpConsole.Pages.Shared;

namespace IcpConsole.Pages.Diagnostics;

/// <summary>
/// The rows of the System Troubleshooter to take along, in the reader's language. Tests hand out no
/// secrets, so there is nothing to leave out.
/// </summary>
internal static class CheckReport
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text(ClusterSnapshot cluster)
    {
        var text = new StringBuilder().AppendLine(
            CultureInfo.InvariantCulture,
            $"{cluster.Id} {cluster.Diagnostics!.RunAt:u}"
        );
        foreach (var section in cluster.Diagnostics.Rows.GroupBy(r => r.Section))
        {
            text.AppendLine()
                .AppendLine(
                    CultureInfo.InvariantCulture,
                    $"== {DiagnosticWords.Name(section.Key)}"
                );
            foreach (var row in section)
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"[{OutcomeMark.Name(row.Outcome)}] {DiagnosticWords.Description(row)}"
                );
                foreach (
                    var line in new[]
                    {
                        row.Detail?.Text(),
                        row.Problem?.Text(),
                        row.Problem?.Hint(),
                        row.OtherSideProblem?.Text(),
                    }
                )
                    if (!string.IsNullOrEmpty(line))
                        text.AppendLine(CultureInfo.InvariantCulture, $"    {line}");
            }
        }

        return text.ToString();
    }

    public static byte[] Json(ClusterSnapshot cluster) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Cluster = cluster.Id.Value,
                cluster.Diagnostics!.RunAt,
                Tests = cluster.Diagnostics.Rows.Select(r => new
                {
                    Section = r.Section.ToString(),
                    r.Test,
                    r.Subject,
                    Description = DiagnosticWords.Description(r),
                    Outcome = r.Outcome?.ToString(),
                    Code = r.Problem?.Code,
                    Problem = r.Problem?.Text(),
                    Solution = r.Problem?.Hint(),
                    Detail = r.Detail?.Text(),
                    OtherSide = r.OtherSide?.ToString(),
                    OtherSideProblem = r.OtherSideProblem?.Text(),
                    r.Disagrees,
                    r.At,
                    Milliseconds = r.Took.TotalMilliseconds,
                }),
            },
            s_json
        );
}
