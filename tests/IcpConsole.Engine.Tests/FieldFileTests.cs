using System.Net;
using System.Text;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Users;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>Directory files as people save them (tests/cases/csv and tests/cases/users).</summary>
public sealed class FieldFileTests : IDisposable
{
    private const string Header = "userid,first_name,last_name,mail,directory_uri,node";

    private static readonly Topology s_frankfurt = Lab.Drafts(IPAddress.Parse("127.0.141.0"))
        .Last()
        .Definition.Topology;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static async Task<DirectoryContent> ReadAsync(string path) =>
        (
            await DirectoryFile.ReadAsync(
                path,
                s_frankfurt,
                (_, _) => { },
                CancellationToken.None
            )
        ).Content;

    private async Task<DirectoryContent> ReadBytesAsync(byte[] bytes)
    {
        var path = _folder.File("users.csv");
        await File.WriteAllBytesAsync(path, bytes);
        return await ReadAsync(path);
    }

    private static string Case(params string[] path) =>
        Path.Combine([ConsoleProcess.Root, "tests", "cases", .. path]);

    [Theory]
    [InlineData("bat-headers.csv")]
    [InlineData("bom-crlf.csv")]
    [InlineData("commas-utf16le.csv")]
    [InlineData("cr-only.csv")]
    [InlineData("eof-ctrl-z.csv")]
    [InlineData("euc-header-quoted.csv")]
    [InlineData("header-with-blank-line-first.csv")]
    [InlineData("nbsp-in-header.csv")]
    [InlineData("semicolon-bom.csv")]
    [InlineData("sep-line.csv")]
    [InlineData("tabs-utf16le.txt")]
    public async Task A_file_is_read_as_it_was_saved(string name)
    {
        var content = await ReadAsync(Case("csv", name));
        Assert.Equal(
            ["bat01", "bat02", "bat03", "bat04", "bat05"],
            content.Users.Select(u => u.UserId)
        );
        Assert.Equal(
            new EndUser(
                "bat01",
                "Hong1",
                "\uae38\ub3d9",
                "bat01@lab.example",
                "bat01@lab.example",
                "127.0.143.1"
            ),
            content.Users[0]
        );
        Assert.Equal(0, content.BadRowCount);
    }

    [Theory]
    [InlineData("utf-16BE", true, ',', "\r\n")]
    [InlineData("utf-16BE", false, '\t', "\n")]
    [InlineData("utf-16LE", false, ';', "\r")]
    [InlineData("utf-8", true, '\t', "\r")]
    [InlineData("utf-8", false, ';', "\n")]
    public async Task Encodings_separators_and_line_ends_go_with_each_other(
        string encoding,
        bool mark,
        char separator,
        string end
    )
    {
        var text = string.Join(end, Header, "a,\ubbfc\uc218,B,,,127.0.143.2", "", "b,,,,,", "")
            .Replace(',', separator);
        var bytes = Encoding.GetEncoding(encoding);
        var content = await ReadBytesAsync([
            .. mark ? bytes.GetPreamble() : [],
            .. bytes.GetBytes(text),
        ]);
        Assert.Equal(
            [("a", "\ubbfc\uc218", "127.0.143.2"), ("b", "", null)],
            content.Users.Select(u => (u.UserId, u.FirstName, u.Node))
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_character_may_lie_across_two_blocks_of_a_large_file(int before)
    {
        var rows = Enumerable
            .Range(0, 5000)
            .Select(i => $"user{i},\uae38\ub3d9\ubbfc\uc218\uae38\ub3d9,B,,,\n");
        var text = $"{Header}{new string(' ', before)}\n{string.Concat(rows)}";
        var content = await ReadBytesAsync(Encoding.UTF8.GetBytes(text));
        Assert.Equal((5000, 0), (content.Users.Count, content.BadRowCount));
    }

    [Fact]
    public async Task A_file_that_ends_within_a_character_is_refused_whole() =>
        Assert.IsType<DirectoryFileEncoding>(
            (
                await Assert.ThrowsAsync<DirectoryFileException>(() =>
                    ReadBytesAsync(Encoding.UTF8.GetBytes($"{Header}\na,\uae38")[..^1])
                )
            ).Problem
        );

    [Theory]
    [InlineData("sep=|\nuserid|first_name|last_name|mail|directory_uri|node\na|b|c|||\n")]
    [InlineData("\n\n \nUser ID,First-Name,LASTNAME,E-Mail,DirectoryURI,NODE\na,b,c,,,\n")]
    [InlineData("node;mail id;extra;user id;directory uri;last name;first name\n;;x;a;;c;b\n")]
    public async Task A_header_says_what_it_can(string text)
    {
        var content = await ReadBytesAsync(Encoding.UTF8.GetBytes(text));
        Assert.Equal(new EndUser("a", "b", "c", "", "", null), Assert.Single(content.Users));
    }

    [Fact]
    public async Task A_file_of_another_encoding_is_refused_whole() =>
        Assert.IsType<DirectoryFileEncoding>(
            (
                await Assert.ThrowsAsync<DirectoryFileException>(() =>
                    ReadAsync(Case("csv", "cp949.csv"))
                )
            ).Problem
        );

    [Theory]
    [InlineData("userid|first_name|last_name|mail|directory_uri|node\na|b|c|||\n")]
    [InlineData("a,b,c,,,\nd,e,f,,,\n")]
    public async Task A_header_that_is_not_understood_is_refused_whole(string text) =>
        Assert.IsType<DirectoryHeader>(
            (
                await Assert.ThrowsAsync<DirectoryFileException>(() =>
                    ReadBytesAsync(Encoding.UTF8.GetBytes(text))
                )
            ).Problem
        );

    [Fact]
    public async Task Each_row_is_taken_or_said_by_its_line()
    {
        var content = await ReadAsync(Case("csv", "appended-rows.csv"));
        Assert.Equal(
            [
                (3, "DirectoryUserTwice", DirectoryUriMistake.None),
                (6, "DirectoryUserIdHidden", DirectoryUriMistake.None),
                (10, "DirectoryUserTwice", DirectoryUriMistake.None),
                (19, "DirectoryUriMalformed", DirectoryUriMistake.Scheme),
                (20, "DirectoryUriMalformed", DirectoryUriMistake.HostDots),
                (21, "DirectoryUriMalformed", DirectoryUriMistake.HostHyphen),
                (22, "DirectoryUriMalformed", DirectoryUriMistake.HostDots),
                (23, "DirectoryUriMalformed", DirectoryUriMistake.UserCharacter),
                (25, "DirectoryUriMalformed", DirectoryUriMistake.UserTooLong),
                (26, "DirectoryUriMalformed", DirectoryUriMistake.HostCharacter),
                (27, "DirectoryUriMalformed", DirectoryUriMistake.UserCharacter),
                (28, "DirectoryUriMalformed", DirectoryUriMistake.HostCharacter),
                (33, "DirectoryRowQuotes", DirectoryUriMistake.None),
                (35, "DirectoryUserTwice", DirectoryUriMistake.None),
            ],
            content.BadRows.Select(r =>
                (
                    r.Line,
                    r.Problem.Code,
                    (r.Problem as DirectoryUriMalformed)?.Mistake ?? DirectoryUriMistake.None
                )
            )
        );
        Assert.Equal(34 - 1 - 14, content.Users.Count);
        Assert.All(content.Users, u => Assert.Equal(u.UserId.Trim(), u.UserId));
        Assert.Equal(
            content.Users.Single(u => u.UserId == "nfc.kim").FirstName,
            content.Users.Single(u => u.UserId == "nfd.kim").FirstName
        );
        Assert.Empty(content.Misplaced);
    }

    [Theory]
    [InlineData("\u041c\u0418\u0420", "\u043c\u0438\u0440")]
    [InlineData("stra\u00dfe", "STRASSE")]
    [InlineData(
        "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2",
        "\u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c3"
    )]
    [InlineData("a\u3000", "a")]
    [InlineData("e\u0301", "\u00c9")]
    public async Task Two_ways_to_write_one_person_are_one(string first, string second)
    {
        var content = await ReadBytesAsync(
            Encoding.UTF8.GetBytes($"{Header}\n{first},,,,,\n{second},,,,,\n")
        );
        Assert.Single(content.Users);
        Assert.IsType<DirectoryUserTwice>(Assert.Single(content.BadRows).Problem);
    }

    [Theory]
    [InlineData("o", "0")]
    [InlineData("a b", "a  b")]
    [InlineData("\uff41", "a")]
    public async Task Two_people_are_two(string first, string second) =>
        Assert.Equal(
            2,
            (
                await ReadBytesAsync(
                    Encoding.UTF8.GetBytes($"{Header}\n{first},,,,,\n{second},,,,,\n")
                )
            )
                .Users
                .Count
        );
}
