namespace IcpConsole.Domain.Users;

public sealed record DirectoryFileMalformed : Problem
{
    protected override Words Words =>
        new(
            "A path cannot contain control characters.",
            "경로에는 제어 문자를 사용할 수 없습니다."
        );
}

public sealed record DirectoryFileNotFound : Problem
{
    protected override Words Words => new("The file does not exist.", "파일이 없습니다.");

    protected override Words? Remedy =>
        new("The console looks for it every 10 s.", "10초마다 다시 찾습니다.");
}

public sealed record DirectoryFileNotReadable : Problem
{
    protected override Words Words =>
        new("The file cannot be read by this console.", "이 콘솔이 파일을 읽을 수 없습니다.");

    protected override Words? Remedy =>
        new(
            "Check its permissions. It is retried every 10 s.",
            "파일 권한을 확인하십시오. 10초마다 다시 시도합니다."
        );
}

public sealed record DirectoryFileTooLarge(int Megabytes) : Problem
{
    protected override Words Words =>
        new($"The file is larger than {Megabytes} MB.", $"파일이 {Megabytes}MB보다 큽니다.");
}

public sealed record DirectoryFileNotCsv(int Line) : Problem
{
    protected override Words Words =>
        new(
            "The file is not CSV: a line never ends, or too many quotes are never closed, "
                + $"the last one in line {Line}.",
            "CSV 파일이 아닙니다. 행이 끝나지 않거나 닫히지 않은 따옴표가 너무 많으며 "
                + $"마지막은 {Line}행입니다."
        );
}

public sealed record DirectoryHeader(string Columns) : Problem
{
    protected override Words Words =>
        new(
            $"The first line is not a header with these columns: {Columns}.",
            $"첫 행에 다음 열이 없습니다: {Columns}."
        );
}

public sealed record DirectoryRowUnclosed : Problem
{
    protected override Words Words =>
        new(
            "A value is too long, or its quote is never closed.",
            "값이 너무 길거나 따옴표가 닫히지 않았습니다."
        );
}

public sealed record DirectoryRowQuotes : Problem
{
    protected override Words Words =>
        new(
            "A quote is where RFC 4180 does not allow one, or is never closed.",
            "RFC 4180에 맞지 않는 위치에 따옴표가 있거나 따옴표가 닫히지 않았습니다."
        );
}

public sealed record DirectoryRowWidth(int Values, int Columns) : Problem
{
    protected override Words Words =>
        new(
            $"Values: {Values} instead of {Columns}.",
            $"값이 {Columns}개가 아니라 {Values}개입니다."
        );
}

public sealed record DirectoryValueTooLong(string Column, int Characters) : Problem
{
    protected override Words Words =>
        new(
            $"{Column} has more than {Characters} characters.",
            $"{Column} 값이 {Characters}자를 초과합니다."
        );
}

public sealed record DirectoryFileEncoding : Problem
{
    protected override Words Words =>
        new(
            "The file is neither UTF-8 nor UTF-16. Nothing from it was applied, and the "
                + "previous users are kept.",
            "파일이 UTF-8도 UTF-16도 아닙니다. 파일의 어떤 내용도 적용하지 않았으며 이전 사용자는 그대로 유지됩니다."
        );

    protected override Words? Remedy =>
        new(
            "In the spreadsheet program, save it as “CSV UTF-8”.",
            "스프레드시트 프로그램에서 “CSV UTF-8” 형식으로 저장하십시오."
        );
}

public sealed record DirectoryUserIdHidden(string Character) : Problem
{
    protected override Words Words =>
        new(
            $"userid contains an invisible character or a special kind of space: {Character}.",
            $"userid에 보이지 않는 문자나 특수 공백이 있습니다: {Character}."
        );
}

public sealed record DirectoryUriMalformed(DirectoryUriMistake Mistake) : Problem
{
    protected override Words Words =>
        new($"directory_uri: {Mistake.English()}", $"directory_uri: {Mistake.Korean()}");
}

public sealed record DirectoryValueNotCarriable(string Column) : Problem
{
    protected override Words Words =>
        new(
            $"{Column} has a control character, which cannot be sent to a peer.",
            $"{Column} 값에 피어로 전송할 수 없는 제어 문자가 있습니다."
        );
}

public sealed record DirectoryUserIdEmpty : Problem
{
    protected override Words Words => new("userid is empty.", "userid가 비어 있습니다.");
}

public sealed record DirectoryUserTwice(string First, int Line) : Problem
{
    protected override Words Words =>
        new(
            $"The same user as “{First}” in line {Line}.",
            $"{Line}행의 “{First}”와(과) 같은 사용자입니다."
        );
}

public sealed record DirectoryFileEmpty : Problem
{
    protected override Words Words => new("The file is empty.", "파일이 비어 있습니다.");
}

public sealed record DirectoryFileWorkbook : Problem
{
    protected override Words Words =>
        new(
            "The file is a spreadsheet workbook, not CSV.",
            "CSV가 아니라 스프레드시트 통합 문서입니다."
        );

    protected override Words? Remedy =>
        new("Save it as “CSV UTF-8”.", "“CSV UTF-8” 형식으로 저장하십시오.");
}

public sealed record DirectoryHeaderTwice(string Column) : Problem
{
    protected override Words Words =>
        new($"The header has {Column} twice.", $"헤더에 {Column} 열이 두 번 있습니다.");
}

public sealed record DirectoryTooManyUsers(int Users) : Problem
{
    protected override Words Words =>
        new(
            $"A cluster can have at most {Users} users.",
            $"클러스터의 사용자는 최대 {Users}명입니다."
        );
}

public sealed record DirectoryNodeUnknown(string Node) : Problem
{
    protected override Words Words =>
        new(
            $"“{Node}” is not a node of this cluster: a user who has a node stays there, and "
                + "a new user stays unassigned.",
            $"“{Node}”은(는) 이 클러스터의 노드가 아닙니다. 이미 노드에 할당된 사용자는 "
                + "그대로 두고, 새 사용자는 할당하지 않습니다."
        );
}

public sealed record DirectoryFileChanging : Problem
{
    protected override Words Words =>
        new(
            "The file changed while it was being read.",
            "파일을 읽는 동안 파일이 변경되었습니다."
        );

    protected override Words? Remedy =>
        new("It is read again within 10 s.", "10초 안에 다시 읽습니다.");
}

public sealed record DirectoryFileNotAsShown : Problem
{
    protected override Words Words =>
        new(
            "The file has changed since it was shown here. Nothing was applied.",
            "여기에 표시된 뒤에 파일이 변경되어 아무것도 적용하지 않았습니다."
        );

    protected override Words? Remedy => new("Check it again.", "파일을 다시 확인하십시오.");
}

public sealed record DirectoryNone : Problem
{
    protected override Words Words =>
        new(
            "No directory file is set: the cluster has no users of its own.",
            "디렉터리 파일이 설정되지 않아 자체 사용자가 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Set one under System > Clusters if it should have users.",
            "사용자가 필요하면 시스템 > 클러스터에서 설정하십시오."
        );
}

public sealed record DirectoryHeld(int Lost, int Users) : Problem
{
    protected override Words Words =>
        new(
            $"According to the directory file, {Lost} of {Users} users would be removed or "
                + "lose their node; nothing is applied until an administrator confirms.",
            $"디렉터리 파일에 따르면 사용자 {Users}명 중 {Lost}명이 제거되거나 노드 할당을 잃습니다. "
                + "관리자가 확인할 때까지 아무것도 적용하지 않습니다."
        );

    protected override Words? Remedy =>
        new(
            "Confirm the removal, or correct the file.",
            "제거를 확인하거나 파일을 수정하십시오."
        );
}

public sealed record DirectoryNotFinished : Problem
{
    protected override Words Words =>
        new(
            "The first user sync has not finished yet.",
            "첫 사용자 동기화가 아직 끝나지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "Peers are waiting for it; run the test again in a moment.",
            "피어가 기다리고 있습니다. 잠시 후 다시 테스트하십시오."
        );
}

public sealed record DirectoryBadRows(int Rows) : Problem
{
    protected override Words Words =>
        new(
            $"Rows with problems in the directory file: {Rows}.",
            $"디렉터리 파일에서 문제가 있는 행: {Rows}개."
        );

    protected override Words? Remedy =>
        new(
            "Each is listed with its line and reason: correct them in the file.",
            "행 번호와 이유가 나열되어 있습니다. 파일에서 수정하십시오."
        );
}

public sealed record DirectoryTooManyGroups(int Groups) : Problem
{
    protected override Words Words =>
        new(
            $"The cluster already has {Groups} enterprise groups: the user is added, but to "
                + "no more groups.",
            $"클러스터에 이미 엔터프라이즈 그룹이 {Groups}개 있습니다. 사용자는 추가되지만 "
                + "다른 그룹에는 포함되지 않습니다."
        );
}
