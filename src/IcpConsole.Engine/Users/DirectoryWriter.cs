using System.Globalization;
using System.Text;
using CsvHelper;
using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Users;

/// <summary>Writes a directory file, for the lab.</summary>
internal static class DirectoryWriter
{
    /// <param name="path">The file.</param>
    /// <param name="users">In their order.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <param name="groupOf">The enterprise group of a user; null for a file without groups.</param>
    public static async Task WriteAsync(string path, IEnumerable<EndUser> users, CancellationToken cancellationToken, Func<EndUser, string>? groupOf = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var text = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        await RowAsync(csv, groupOf is null ? DirectoryRow.Columns : [.. DirectoryRow.Columns, DirectoryRow.Groups]);
        foreach (var user in users)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string[] fields = [user.UserId, user.FirstName, user.LastName, user.Mail, user.DirectoryUri, user.Node ?? ""];
            await RowAsync(csv, groupOf is null ? fields : [.. fields, groupOf(user)]);
        }
    }

    private static async Task RowAsync(CsvWriter csv, IReadOnlyList<string> fields)
    {
        foreach (var field in fields) csv.WriteField(field);
        await csv.NextRecordAsync();
    }
}
