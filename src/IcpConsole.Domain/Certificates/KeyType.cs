namespace IcpConsole.Domain.Certificates;

/// <summary>Keys of the certificates that nodes make for themselves.</summary>
public enum KeyType
{
    /// <summary>RSA of 2048 bits, as on the real product; takes a fifth of a second.</summary>
    Rsa,

    /// <summary>ECDSA on the curve P-256; takes no time.</summary>
    Ecdsa,
}
