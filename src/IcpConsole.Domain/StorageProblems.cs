namespace IcpConsole.Domain;

/// <summary>
/// What can be wrong with what is kept, by the code of its problem; arguments in brackets.
/// </summary>
public static class StorageProblems
{
    /// <summary>There is no room left on the disk. [directory or file]</summary>
    public const string DiskFull = "DiskFull";

    /// <summary>
    /// A file cannot be written: the disk, or the directory, is read-only. [file]
    /// </summary>
    public const string ReadOnly = "StorageReadOnly";

    /// <summary>A file that was there is not. [file]</summary>
    public const string Missing = "DatabaseMissing";

    /// <summary>A file is no database of the console, or not a whole one. [file]</summary>
    public const string Damaged = "DatabaseDamaged";

    /// <summary>A newer release has changed the database. [file]</summary>
    public const string Newer = "DatabaseNewer";

    /// <summary>
    /// The keys that protect passwords and private keys are not those that did. [file that needs
    /// them]
    /// </summary>
    public const string KeysMissing = "KeysMissing";

    /// <summary>The disk does not do what it is told. [SQLite's code]</summary>
    public const string Failed = "DatabaseFailed";
}
