using System.Globalization;
using System.Text;
using CsvHelper;
using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Users;

/// <summary>Writes a directory file, for the lab.</summary>
internal static class DirectoryWriter
{
    public static async Task WriteAsync(string path, IEnumerable<EndUser> users, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var text = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        await RowAsync(csv, DirectoryRow.Columns);
        foreach (var user in users)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await RowAsync(csv, [user.UserId, user.FirstName, user.LastName, user.Mail, user.DirectoryUri, user.Node ?? ""]);
        }
    }

    private static async Task RowAsync(CsvWriter csv, IReadOnlyList<string> fields)
    {
        foreach (var field in fields) csv.WriteField(field);
        await csv.NextRecordAsync();
    }
}
