using System.Text;
using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Users;

/// <summary>
/// How a directory file was saved: its encoding, and what stands between values. One that is not
/// understood is refused whole, so that no user is lost to it.
/// </summary>
/// <param name="Encoding">UTF-8 or UTF-16, with or without a mark at the beginning.</param>
/// <param name="Delimiter">A comma, a semicolon or a tab.</param>
/// <param name="Skip">Lines before the header that say nothing of users.</param>
internal sealed record DirectoryText(Encoding Encoding, string Delimiter, int Skip)
{
    /// <summary>Enough to tell UTF-16 by its zeros.</summary>
    private const int SampleBytes = 512;

    private const int BlockBytes = 64 * 1024;

    /// <summary>Lines that are looked at for the header.</summary>
    private const int MaxSkip = 100;

    /// <summary>A spreadsheet's own line, which says what separates values.</summary>
    private const string Separator = "sep=";

    private static readonly string[] s_delimiters = [",", ";", "\t"];

    /// <param name="file">From its beginning.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="DirectoryFileException">It is in another encoding, or has another
    /// header.</exception>
    public static async Task<DirectoryText> ReadAsync(
        FileStream file,
        CancellationToken cancellationToken
    )
    {
        var encoding = await EncodingOfAsync(file, cancellationToken);
        file.Position = 0;
        using var text = new BoundedLines(file, encoding);
        string? delimiter = null;
        for (var skip = 0; skip < MaxSkip; skip++)
        {
            if (await text.NextLineAsync(cancellationToken) is not { } line)
                break;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (
                line.StartsWith(Separator, StringComparison.OrdinalIgnoreCase)
                && line.Length == Separator.Length + 1
                && IsDelimiter(line[^1])
                && delimiter is null
            )
                delimiter = line[Separator.Length..];
            else
                return new DirectoryText(encoding, delimiter ?? DelimiterOf(line), skip);
        }

        throw new DirectoryFileException(new DirectoryFileEmpty());
    }

    /// <summary>What stands in values, or around them, separates none.</summary>
    private static bool IsDelimiter(char c) =>
        c == '\t'
        || !(char.IsLetterOrDigit(c) || char.IsWhiteSpace(c) || c is '"' or '_' or '@');

    /// <summary>The one that makes most of the columns that a header has.</summary>
    private static string DelimiterOf(string header) =>
        s_delimiters.MaxBy(d => header.Split(d).Count(DirectoryRow.IsColumn))!;

    private static async Task<Encoding> EncodingOfAsync(
        FileStream file,
        CancellationToken cancellationToken
    )
    {
        var sample = new byte[SampleBytes];
        var length = await file.ReadAtLeastAsync(
            sample,
            SampleBytes,
            throwOnEndOfStream: false,
            cancellationToken
        );
        if (sample.AsSpan(0, length).StartsWith("PK\u0003\u0004"u8))
            throw new DirectoryFileException(new DirectoryFileWorkbook());
        if (Utf16Of(sample.AsSpan(0, length)) is { } utf16)
            return utf16;
        file.Position = 0;
        if (!await IsUtf8Async(file, cancellationToken))
            throw new DirectoryFileException(new DirectoryFileEncoding());
        return Encoding.UTF8;
    }

    private static UnicodeEncoding? Utf16Of(ReadOnlySpan<byte> sample)
    {
        if (sample is [0xFF, 0xFE, ..])
            return new UnicodeEncoding(bigEndian: false, byteOrderMark: true);
        if (sample is [0xFE, 0xFF, ..])
            return new UnicodeEncoding(bigEndian: true, byteOrderMark: true);
        // The header is ASCII, of which UTF-16 has every other byte zero.
        return sample is [not 0, 0, not 0, 0, ..]
                ? new UnicodeEncoding(bigEndian: false, byteOrderMark: false)
            : sample is [0, not 0, 0, not 0, ..]
                ? new UnicodeEncoding(bigEndian: true, byteOrderMark: false)
            : null;
    }

    private static async Task<bool> IsUtf8Async(
        FileStream file,
        CancellationToken cancellationToken
    )
    {
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var bytes = new byte[BlockBytes];
        // Decoded, not counted: only that remembers a character between two blocks.
        var characters = new char[Encoding.UTF8.GetMaxCharCount(BlockBytes)];
        try
        {
            int read;
            while ((read = await file.ReadAsync(bytes, cancellationToken)) > 0)
                decoder.GetChars(bytes, 0, read, characters, 0, flush: false);
            decoder.GetChars([], 0, 0, characters, 0, flush: true);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
