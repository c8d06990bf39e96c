using FsCheck;
using FsCheck.Fluent;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Users;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

public sealed class DirectoryReaderTests : IDisposable
{
    private const string Header = "userid,first_name,last_name,mail,directory_uri,node";

    private static readonly Domain.Clusters.Topology s_topology = Lab.Drafts(
            System.Net.IPAddress.Parse("127.0.11.0")
        )
        .First()
        .Definition.Topology;
    private readonly TempFolder _folder = new();

    private string Path => _folder.File("users.csv");

    public void Dispose() => _folder.Dispose();

    private async Task<DirectoryContent> ReadAsync(string text) =>
        await ReadAsync(System.Text.Encoding.UTF8.GetBytes(text));

    private async Task<DirectoryContent> ReadAsync(byte[] bytes)
    {
        await File.WriteAllBytesAsync(Path, bytes);
        return await ReadAsync();
    }

    private async Task<DirectoryContent> ReadAsync() =>
        (
            await DirectoryFile.ReadAsync(
                Path,
                s_topology,
                (_, _) => { },
                CancellationToken.None
            )
        ).Content;

    private static (int, string)[] Bad(DirectoryContent content) =>
        [.. content.BadRows.Select(r => (r.Line, r.Problem.Code))];

    [Fact]
    public async Task Every_value_that_a_peer_can_be_sent_survives_unchanged()
    {
        var longest = string.Concat(Enumerable.Repeat("😀", EndUser.MaxLength));
        EndUser[] users =
        [
            new("mina", "민아", "박", "mina@x.example", "mina@x.example", "127.0.11.1"),
            new("q", "<&>\"'", "a,b", "\"\"", "a,\"b\",c@x.example", null),
            new("lines", "one\r\ntwo", "three\nfour", "five\rsix", "", "127.0.11.2"),
            new(new string('u', EndUser.MaxLength), longest, "", "", "", null),
        ];
        await DirectoryWriter.WriteAsync(Path, users, CancellationToken.None);
        var content = await ReadAsync();
        Assert.Equal(users, content.Users);
        Assert.Equal(0, content.BadRowCount);
    }

    [Fact]
    public async Task Groups_are_counted_over_users_whatever_their_case_and_a_file_without_them_has_none()
    {
        var content = await ReadAsync(
            $"{Header},groups\na,,,,,,Sales; sales ;개발팀\nb,,,,,,SALES\nc,,,,,,\n\"d\",,,,,,\"{new string('x', EndUser.MaxLength + 1)}\"\n"
        );
        Assert.Equal([new("Sales", 2), new EnterpriseGroup("개발팀", 1)], content.Groups);
        // A group that is too much leaves the user as he is.
        Assert.Equal(["a", "b", "c", "d"], content.Users.Select(u => u.UserId));
        Assert.Equal([(5, "DirectoryValueTooLong")], Bad(content));
        Assert.Empty(content.Misplaced);
        Assert.Empty((await ReadAsync($"{Header}\na,,,,,\n")).Groups);
    }

    [Fact]
    public async Task A_user_beyond_the_largest_number_of_groups_is_taken_and_said_to_be_in_no_other()
    {
        var rows = Enumerable
            .Range(0, EnterpriseGroup.MaxPerCluster)
            .Select(i => $"u{i},,,,,,g{i}\n");
        var content = await ReadAsync(
            $"{Header},groups\n{string.Concat(rows)}last,,,,,,g1;one more\n"
        );
        Assert.Equal(
            (EnterpriseGroup.MaxPerCluster, EnterpriseGroup.MaxPerCluster + 1, 2),
            (
                content.Groups.Count,
                content.Users.Count,
                content.Groups.Single(g => g.Name == "g1").Members
            )
        );
        Assert.Equal("DirectoryTooManyGroups", Assert.Single(content.BadRows).Problem.Code);
    }

    [Fact]
    public async Task A_bad_row_is_named_by_its_line_and_the_next_one_is_read()
    {
        var content = await ReadAsync(
            $"""
            {Header}
            good,A,B,,,127.0.11.1
            short,A,B
            ,A,B,,,
            GOOD,again,B,,,
            lost,A,B,,,127.0.99.1
            long,{new string('x', EndUser.MaxLength + 1)},B,,,
            two,"A
            A",B,,,

            stray"quote,A,B,,,
            bell,{'\a'},B,,,
            last,A,B,,,
            """
        );
        Assert.Equal(["good", "lost", "two", "last"], content.Users.Select(u => u.UserId));
        Assert.Equal(
            [
                (3, "DirectoryRowWidth"),
                (4, "DirectoryUserIdEmpty"),
                (5, "DirectoryUserTwice"),
                (6, "DirectoryNodeUnknown"),
                (7, "DirectoryValueTooLong"),
                (11, "DirectoryRowQuotes"),
                (12, "DirectoryValueNotCarriable"),
            ],
            Bad(content)
        );
    }

    [Theory]
    [InlineData("\"never closed,A,B,,,\n")]
    [InlineData("a,\"never closed,B,,,\n")]
    public async Task A_quote_that_is_never_closed_costs_its_own_row_alone(string row)
    {
        var many = string.Concat(Enumerable.Range(0, 500).Select(i => $"user{i},A,B,,,\n"));
        var content = await ReadAsync($"{Header}\n{row}{many}");
        Assert.Equal(500, content.Users.Count);
        Assert.Equal([2], content.BadRows.Select(r => r.Line));
        Assert.Equal(
            3,
            (await ReadAsync($"{Header}\n{many[..27]}{row}")).Users.Count
                + (await ReadAsync($"{Header}\n{row}")).BadRowCount
        );
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_cost_the_whole_file_and_no_user_of_before() =>
        Assert.IsType<DirectoryFileEncoding>(
            (
                await Assert.ThrowsAsync<DirectoryFileException>(() =>
                    ReadAsync([
                        .. System.Text.Encoding.UTF8.GetBytes($"{Header}\nbad,"),
                        0xC3,
                        0x28,
                        .. "\u00e9,B,,,\ngood,A,B,,,\n"u8,
                    ])
                )
            ).Problem
        );

    [Theory]
    [InlineData(
        "\uFEFFnode,userid,first_name,last_name,mail,directory_uri\r\n127.0.11.1,mina,,,,\r\n"
    )]
    [InlineData(
        "UserID,First_Name,Last_Name,Mail,Directory_URI,Node,groups\nmina,,,,,127.0.11.1,sales\n"
    )]
    public async Task Columns_may_come_in_any_order_and_with_others(string text) =>
        Assert.Equal(
            new EndUser("mina", "", "", "", "", "127.0.11.1"),
            Assert.Single((await ReadAsync(text)).Users)
        );

    [Theory]
    [InlineData("name,mail\na,b\n", "DirectoryHeader")]
    [InlineData(null, "DirectoryFileNotFound")]
    [InlineData("", "DirectoryFileEmpty")]
    [InlineData(" \n\n", "DirectoryFileEmpty")]
    [InlineData("PK\u0003\u0004 and more", "DirectoryFileWorkbook")]
    [InlineData(
        "userid,first_name,last_name,mail,directory_uri,node,User ID\n",
        "DirectoryHeaderTwice"
    )]
    public async Task A_file_that_is_no_directory_is_refused_whole(string? text, string code)
    {
        if (text is not null)
            await File.WriteAllTextAsync(Path, text);
        var refused = await Assert.ThrowsAsync<DirectoryFileException>(ReadAsync);
        Assert.Equal(code, refused.Problem.Code);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    [InlineData("/proc/self/environ")]
    public async Task What_is_no_file_with_a_length_is_refused_before_it_is_read(string path)
    {
        var link = _folder.File("link.csv");
        File.CreateSymbolicLink(link, path);
        var refused = await Assert.ThrowsAsync<DirectoryFileException>(() =>
            DirectoryFile.ReadAsync(link, s_topology, (_, _) => { }, CancellationToken.None)
        );
        Assert.Equal("DirectoryFileEmpty", refused.Problem.Code);
    }

    [Fact]
    public async Task Quotes_that_are_never_closed_cost_their_rows_alone_also_at_the_end_of_a_large_file()
    {
        var good = Enumerable.Range(0, 70_000).Select(i => $"user{i},F,L,u{i}@x.example,,\n");
        var bad = Enumerable
            .Range(0, 60)
            .Select(i => $"v{i},\"F,L,v@x.example,,\nw{i},,,,,\n");
        var content = await ReadAsync($"{Header}\n{string.Concat([.. good, .. bad])}");
        Assert.Equal((70_060, 60), (content.Users.Count, content.BadRowCount));
    }

    [Fact]
    public async Task Groups_may_be_left_out_at_the_end_of_a_row_and_may_be_many()
    {
        var groups = string.Join(';', Enumerable.Range(0, 5000).Select(i => $"group {i}"));
        var content = await ReadAsync($"{Header},groups\nkim,,,,,\nlee,,,,,,{groups}\n");
        Assert.Equal((2, 0), (content.Users.Count, content.BadRowCount));
        Assert.Equal(5000, content.Groups.Count);
    }

    [Fact]
    public async Task A_bad_row_says_whose_it_is_and_a_user_who_is_there_twice_where_the_first_is()
    {
        var content = await ReadAsync(
            $"{Header}\nstra\u00dfe,,,,,\nlee,,,,sip:lee@x.example,\nSTRASSE,,,,,\n"
        );
        Assert.Equal(["lee", "STRASSE"], content.BadRows.Select(r => r.UserId));
        Assert.Equal(new DirectoryUserTwice("stra\u00dfe", 2), content.BadRows[1].Problem);
    }

    [Fact]
    public async Task More_users_than_a_cluster_may_have_are_passed_over()
    {
        var content = await ReadAsync(
            $"{Header}\n{string.Concat(Enumerable.Range(0, EndUser.MaxPerCluster + 3).Select(i => $"u{i},,,,,\n"))}"
        );
        Assert.Equal((EndUser.MaxPerCluster, 3), (content.Users.Count, content.BadRowCount));
    }

    [Fact]
    public void Whatever_the_file_holds_it_is_read_or_refused()
    {
        var valid =
            $"{Header}\nmina,민아,\"a\"\"b\",mina@x.example,m@x.example,127.0.11.1\n\"two\nlines\",,,,,\n";
        var input = Hostile.Of(
            [valid, Header + "\n" + string.Concat(Enumerable.Repeat("u,A,B,,,\n", 20))],
            "\"",
            "\"\"",
            ",",
            "\n",
            "\r",
            "\0",
            "\uFEFF",
            "😀",
            "a,b,c,d,e,f\n"
        );
        input.Check(
            async (file, _) =>
            {
                try
                {
                    var content = await ReadAsync(file.Bytes);
                    Assert.All(content.Users, u =>
                        Assert.True(EndUser.Fits(u.UserId) && EndUser.IsCarriable(u.UserId))
                    );
                    Assert.All(content.BadRows, r => Assert.True(r.Line > 1));
                }
                catch (DirectoryFileException) { }
            }
        );
    }

    [Fact]
    public void Whatever_is_written_is_read_again()
    {
        var value = Gen.OneOf(
            Gen.Elements(
                "",
                " ",
                "\"",
                "\"\"",
                ",",
                "\r\n",
                "\n",
                "\r",
                "민아",
                "😀",
                "<&>",
                "'",
                ";",
                "=1+1"
            ),
            ArbMap
                .Default.GeneratorFor<NonNull<string>>()
                .Select(s => s.Get)
                .Where(s =>
                    EndUser.Fits(s)
                    && EndUser.IsCarriable(s)
                    && !s.Contains('\uFFFD', StringComparison.Ordinal)
                )
        );
        var user = Gen.Zip(Gen.ListOf(value, 3), Gen.Elements(null, "127.0.11.1"), (v, node) =>
            (v, node)
        );
        Prop.ForAll(Gen.ListOf(user, 8).ToArbitrary(), async rows =>
            {
                EndUser[] users =
                [
                    .. rows.Select(
                        (r, i) => new EndUser($"user{i}", r.v[0], r.v[1], r.v[2], "", r.node)
                    ),
                ];
                await DirectoryWriter.WriteAsync(Path, users, CancellationToken.None);
                Assert.Equal(
                    users.Select(u =>
                        u with
                        {
                            FirstName = UserIdentity.Clean(u.FirstName),
                            LastName = UserIdentity.Clean(u.LastName),
                            Mail = UserIdentity.Clean(u.Mail),
                        }
                    ),
                    (await ReadAsync()).Users
                );
            })
            .Check(Config.QuickThrowOnFailure);
    }
}
