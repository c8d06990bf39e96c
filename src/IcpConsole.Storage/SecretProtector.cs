using Microsoft.AspNetCore.DataProtection;

namespace IcpConsole.Storage;

/// <summary>Protects AXL passwords and private keys before they reach a table.</summary>
public sealed class SecretProtector(IDataProtectionProvider provider)
{
    private readonly IDataProtector _passwords = provider.CreateProtector(
        "IcpConsole.AxlPassword"
    );
    private readonly IDataProtector _keys = provider.CreateProtector("IcpConsole.PrivateKey");

    internal string ProtectPassword(string password) => _passwords.Protect(password);

    internal string UnprotectPassword(string kept) => _passwords.Unprotect(kept);

    internal byte[] ProtectKey(byte[] key) => _keys.Protect(key);

    internal byte[] UnprotectKey(byte[] kept) => _keys.Unprotect(kept);
}
