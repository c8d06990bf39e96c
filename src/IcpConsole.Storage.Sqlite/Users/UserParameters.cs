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

    private readonly SqliteParameter _userKey = command.Parameters.Add(
        "@userKey",
        SqliteType.Text
    );
    private readonly SqliteParameter _uriKey = command.Parameters.Add(
        "@uriKey",
        SqliteType.Text
    );
    private readonly SqliteParameter _nameKey = command.Parameters.Add(
        "@nameKey",
        SqliteType.Text
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
        _userKey.Value = UserIdentity.KeyOf(user.UserId);
        _uriKey.Value = UserIdentity.KeyOf(user.DirectoryUri);
        _nameKey.Value = UserIdentity.NameKeyOf(
            user.FirstName,
            user.LastName,
            user.Mail,
            user.DirectoryUri
        );
    }
}
