using System.Globalization;
using System.Text;
using CsvHelper;
using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Users;

/// <summary>Writes a directory file, for the lab.</summary>
internal static class DirectoryWriter
{
    /// <summary>Makes a file, whole or not at all.</summary>
    /// <inheritdoc cref="WriteAsync"/>
    /// <returns>False where there is one already, which is left as it is.</returns>
    public static async Task<bool> TryWriteAsync(
        string path,
        IEnumerable<EndUser> users,
        CancellationToken cancellationToken,
        Func<EndUser, string>? groupOf = null
    )
    {
        if (File.Exists(path))
            return false;
        var making = path + ".new";
        await WriteAsync(making, users, cancellationToken, groupOf);
        File.Move(making, path, overwrite: false);
        return true;
    }

    /// <param name="path">The file.</param>
    /// <param name="users">In their order.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <param name="groupOf">The enterprise group of a user; null for a file without
    /// groups.</param>
    public static async Task WriteAsync(
        string path,
        IEnumerable<EndUser> users,
        CancellationToken cancellationToken,
        Func<EndUser, string>? groupOf = null
    )
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var text = new StreamWriter(
            path,
            append: false,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
        );
        await using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        await RowAsync(
            csv,
            groupOf is null
                ? DirectoryRow.Columns
                : [.. DirectoryRow.Columns, DirectoryRow.Groups]
        );
        foreach (var user in users)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string[] fields =
            [
                user.UserId,
                user.FirstName,
                user.LastName,
                user.Mail,
                user.DirectoryUri,
                user.Node ?? "",
            ];
            await RowAsync(csv, groupOf is null ? fields : [.. fields, groupOf(user)]);
        }
    }

    private static async Task RowAsync(CsvWriter csv, IReadOnlyList<string> fields)
    {
        foreach (var field in fields)
            csv.WriteField(field);
        await csv.NextRecordAsync();
    }
}
