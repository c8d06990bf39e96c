using IcpConsole.Domain.Users;
using Microsoft.Data.Sqlite;

namespace IcpConsole.Storage.Sqlite.Users;

/// <summary>What a migration makes keys with, of the users that are there already.</summary>
internal static class KeyFunctions
{
    public const string Key = "user_key";
    public const string NameKey = "user_name_key";

    public static void AddTo(SqliteConnection connection)
    {
        connection.CreateFunction<string, string>(
            Key,
            UserIdentity.KeyOf,
            isDeterministic: true
        );
        connection.CreateFunction<string, string, string, string, string>(
            NameKey,
            UserIdentity.NameKeyOf,
            isDeterministic: true
        );
    }
}
