namespace IcpConsole.Domain;

public sealed record DatabaseFailed(int SqliteCode) : Problem
{
    protected override Words Words =>
        new(
            $"The console’s disk could not complete the request (SQLite {SqliteCode}).",
            $"콘솔의 디스크가 요청을 처리하지 못했습니다(SQLite {SqliteCode})."
        );

    protected override Words? Remedy =>
        new(
            "Check the disk of the data directory; the log of the console has the details.",
            "데이터 디렉터리의 디스크를 확인하십시오. 자세한 내용은 콘솔 로그에 " + "있습니다."
        );
}

public sealed record DiskFull(string Path) : Problem
{
    protected override Words Words =>
        new(
            "There is no space left on the console’s disk; nothing was written.",
            "콘솔의 디스크에 남은 공간이 없어 아무것도 쓰지 못했습니다."
        );

    protected override Words? Remedy =>
        new(
            "Free some space on the disk of the data directory; writing then continues "
                + "automatically.",
            "데이터 디렉터리가 있는 디스크의 공간을 확보하십시오. 그러면 쓰기가 "
                + "자동으로 계속됩니다."
        );
}

public sealed record DiskFillsUp(string Path, int Megabytes) : Problem
{
    protected override Words Words =>
        new(
            $"The disk of {Path} is filling up: {Megabytes} MB left.",
            $"{Path} 디스크가 거의 가득 찼습니다. 남은 공간: {Megabytes}MB."
        );

    protected override Words? Remedy =>
        new(
            "Free some space before writes fail.",
            "쓰기가 실패하기 전에 공간을 확보하십시오."
        );
}

public sealed record StorageReadOnly(string Path) : Problem
{
    protected override Words Words =>
        new(
            "The console’s data cannot be written: the disk or the directory is "
                + "read-only.",
            "콘솔 데이터를 쓸 수 없습니다. 디스크나 디렉터리가 읽기 전용입니다."
        );

    protected override Words? Remedy =>
        new(
            "Make the data directory writable for the account that the console runs "
                + "under.",
            "콘솔을 실행하는 계정이 데이터 디렉터리에 쓸 수 있게 하십시오."
        );
}

public sealed record DatabaseMissing(string Path) : Problem
{
    protected override Words Words =>
        new(
            $"Its database {Path} is missing from the data directory.",
            $"데이터 디렉터리에 데이터베이스 {Path}이(가) 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Restore the file from a backup and open the cluster again, or remove the "
                + "cluster.",
            "백업에서 파일을 복원한 후 클러스터를 다시 열거나 클러스터를 삭제하십시오."
        );
}

public sealed record DatabaseDamaged(string Path) : Problem
{
    protected override Words Words =>
        new(
            $"Its database {Path} is damaged. Nothing in it was changed.",
            $"데이터베이스 {Path}이(가) 손상되었습니다. 데이터베이스는 변경하지 않았습니다."
        );

    protected override Words? Remedy =>
        new(
            "Restore the file from a backup and open the cluster again, or remove the "
                + "cluster.",
            "백업에서 파일을 복원한 후 클러스터를 다시 열거나 클러스터를 삭제하십시오."
        );
}

public sealed record DatabaseNewer(string Path) : Problem
{
    protected override Words Words =>
        new(
            $"Its database {Path} was changed by a newer release of IcpConsole.",
            $"데이터베이스 {Path}은(는) 더 새로운 IcpConsole 릴리스에서 " + "변경되었습니다."
        );

    protected override Words? Remedy =>
        new(
            "Start that release, or restore an earlier backup.",
            "해당 릴리스를 시작하거나 이전 백업을 복원하십시오."
        );
}

public sealed record KeysMissing(string Path) : Problem
{
    protected override Words Words =>
        new(
            $"The keys that protect the passwords and private keys in {Path} are "
                + "missing.",
            $"{Path}의 암호와 개인 키를 보호하는 키가 없습니다."
        );

    protected override Words? Remedy =>
        new(
            "Restore the directory keys from the same backup and start the console again. "
                + "Without a backup, remove the cluster and create it again.",
            "같은 백업에서 keys 디렉터리를 복원하고 콘솔을 다시 시작하십시오. 백업이 없으면 "
                + "클러스터를 삭제하고 새로 만드십시오."
        );
}
