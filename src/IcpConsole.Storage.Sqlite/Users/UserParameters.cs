using IcpConsole.Domain.Users;
using Microsoft.Data.Sqlite;

namespace IcpConsole.Storage.Sqlite.Users;

/// <summary>The parameters of one prepared statement, set again for every row.</summary>
internal sealed class UserParameters(SqliteCommand command)
{
    private readonly SqliteParameter _userId = command.Parameters.Add(
        "@userId",
        SqliteType.Text
    );
    private readonly SqliteParameter _firstName = command.Parameters.Add(
        "@firstName",
        SqliteType.Text
    );
    private readonly SqliteParameter _lastName = command.Parameters.Add(
        "@lastName",
        SqliteType.Text
    );
    private readonly SqliteParameter _mail = command.Parameters.Add("@mail", SqliteType.Text);
    private readonly SqliteParameter _directoryUri = command.Parameters.Add(
        "@directoryUri",
        SqliteType.Text
    );
    private readonly SqliteParameter _node = command.Parameters.Add("@node", SqliteType.Text);
    private readonly SqliteParameter _fingerprint = command.Parameters.Add(
        "@fingerprint",
        SqliteType.Integer
    );

    public void Set(EndUser user)
    {
        _userId.Value = user.UserId;
        _firstName.Value = user.FirstName;
        _lastName.Value = user.LastName;
        _mail.Value = user.Mail;
        _directoryUri.Value = user.DirectoryUri;
        _node.Value = (object?)user.Node ?? DBNull.Value;
        _fingerprint.Value = user.Fingerprint();
    }
}
