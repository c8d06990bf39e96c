using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;

namespace IcpConsole.Web.Hosting;

/// <summary>
/// What the console's pages present over HTTPS: read from a file, and again when the file changes.
/// </summary>
internal sealed partial class ConsoleCertificate
{
    public const string PasswordVariable = "ICP_CERTIFICATE_PASSWORD";

    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_warnBefore = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_soon = TimeSpan.FromDays(14);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private (DateTime Written, long Length) _stamp;
    private long _looked;
    private volatile SslStreamCertificateContext _current;

    private ConsoleCertificate(string path, TimeProvider time)
    {
        (_path, _time, _looked) = (path, time, time.GetTimestamp());
        _stamp = Stamp();
        _current = Read();
    }

    /// <summary>Told of a file that has come and cannot be used.</summary>
    public Action<Exception> Unusable { get; set; } = _ => { };

    /// <summary>
    /// What is presented now. A file that cannot be used leaves what was read before.
    /// </summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            Look();
            return _current;
        }
    }

    /// <summary>That it has ended, or soon does; null while there is time.</summary>
    public Problem? Ending
    {
        get
        {
            var end = new DateTimeOffset(Current.TargetCertificate.NotAfter).ToUniversalTime();
            var left = end - _time.GetUtcNow();
            if (left > s_warnBefore)
                return null;
            var name = $"--certificate {_path}";
            return left <= TimeSpan.Zero ? new CertificateOver(name, end)
                : left < s_soon ? new CertificateEndsSoon(name, end)
                : new CertificateEnds(name, end);
        }
    }

    public static bool TryOpen(
        string path,
        TimeProvider time,
        [NotNullWhen(true)] out ConsoleCertificate? certificate,
        [NotNullWhen(false)] out string? why
    )
    {
        (certificate, why) = (null, null);
        try
        {
            certificate = new ConsoleCertificate(path, time);
            return true;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or CryptographicException
                        or ArgumentException
            )
        {
            why = e.Message;
            return false;
        }
    }

    private void Look()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _looked)) < s_lookEvery)
            return;
        lock (_lock)
        {
            Volatile.Write(ref _looked, _time.GetTimestamp());
            try
            {
                var stamp = Stamp();
                if (stamp == _stamp)
                    return;
                _stamp = stamp;
                _current = Read();
            }
            catch (Exception e)
                when (e
                        is IOException
                            or UnauthorizedAccessException
                            or CryptographicException
                            or ArgumentException
                )
            {
                Unusable(e);
            }
        }
    }

    private (DateTime Written, long Length) Stamp() =>
        new FileInfo(_path) is { Exists: true } file
            ? (file.LastWriteTimeUtc, file.Length)
            : default;

    private SslStreamCertificateContext Read()
    {
        var bytes = File.ReadAllBytes(_path);
        var all =
            X509Certificate2.GetCertContentType(bytes) == X509ContentType.Pfx
                ? ReadPkcs12(bytes)
                : ReadPem(System.Text.Encoding.UTF8.GetString(bytes));
        var leaf = all.FirstOrDefault(c => c.HasPrivateKey)
            ?? throw new CryptographicException("It holds no certificate with its key.");
        return SslStreamCertificateContext.Create(
            leaf,
            [.. all.Where(c => c != leaf)],
            offline: true
        );
    }

    private static X509Certificate2Collection ReadPkcs12(byte[] bytes) =>
        X509CertificateLoader.LoadPkcs12Collection(
            bytes,
            Environment.GetEnvironmentVariable(PasswordVariable),
            X509KeyStorageFlags.EphemeralKeySet
        );

    private static X509Certificate2Collection ReadPem(string text)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(text);
        if (all.Count == 0)
            throw new CryptographicException("It holds no certificate.");
        var password = Environment.GetEnvironmentVariable(PasswordVariable);
        all[0] = password is null
            ? X509Certificate2.CreateFromPem(text, text)
            : X509Certificate2.CreateFromEncryptedPem(text, text, password);
        return all;
    }
}
