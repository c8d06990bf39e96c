using IcpConsole.Testing;

namespace IcpConsole.Storage.Tests;

public sealed class DataDirectoryTests
{
    [Fact]
    public void One_process_at_a_time_uses_a_data_directory()
    {
        using var folder = new TempFolder();
        using (new DataDirectory(folder.Path))
            Assert.Equal(
                DataDirectoryFault.InUse,
                Assert
                    .Throws<DataDirectoryException>(() => new DataDirectory(folder.Path))
                    .Fault
            );
        using var again = new DataDirectory(folder.Path);
    }

    [Fact]
    public void Only_its_owner_may_look_into_it()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TempFolder();
        using var directory = new DataDirectory(folder.File("data"));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(directory.Path)
        );
    }
}
