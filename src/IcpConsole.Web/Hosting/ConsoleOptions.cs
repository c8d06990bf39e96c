using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IcpConsole.Domain.Certificates;
using IcpConsole.Engine.Hosting;

namespace IcpConsole.Web.Hosting;

/// <summary>What the command line and the environment ask for.</summary>
/// <param name="Urls">Where the pages are served.</param>
/// <param name="DataPath">The data directory.</param>
/// <param name="Lab">Null without <c>--lab</c>.</param>
/// <param name="KeyType">Of the certificates that nodes make for themselves.</param>
/// <param name="Port443">Whether nodes open 443 beside 8443; not where the pages are served on
/// it.</param>
/// <param name="AdminPassword">ICP_ADMIN_PASSWORD; null when it is not set.</param>
internal sealed record ConsoleOptions(
    string Urls,
    string DataPath,
    LabOptions? Lab,
    KeyType KeyType,
    bool Port443,
    string? AdminPassword
)
{
    /// <summary>
    /// Names besides those of <see cref="Urls"/> by which browsers may ask for the pages.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>What pages over HTTPS present; null without <c>--certificate</c>.</summary>
    public ConsoleCertificate? Certificate { get; init; }

    /// <summary>Pages are served over HTTPS alone.</summary>
    public bool IsHttpsOnly => Parse(Urls).All(u => u?.Scheme == Uri.UriSchemeHttps);

    public const string AdminPasswordVariable = "ICP_ADMIN_PASSWORD";
    public const int MinPasswordLength = 8;

    /// <returns>False when the process ends here: after --help, or with one line on standard error
    /// about the first wrong option.</returns>
    public static bool TryRead(
        string[] args,
        [NotNullWhen(true)] out ConsoleOptions? options,
        out int exitCode
    )
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where the pages are served.",
            DefaultValueFactory = _ => "http://127.0.0.1:8080",
        };
        var data = new Option<string>("--data")
        {
            Description = "The data directory.",
            DefaultValueFactory = _ => "./data",
        };
        var lab = new Option<bool>("--lab")
        {
            Description =
                "With an empty data directory, create clusters on loopback to try the console with.",
        };
        var users = new Option<int>("--lab-users")
        {
            Description = "Users of each lab cluster.",
            DefaultValueFactory = _ => LabOptions.DefaultUsers,
            CustomParser = ReadUsers,
        };
        var network = new Option<string>("--lab-network")
        {
            Description =
                "Network of the first lab cluster, 127.A.B; the others take the next ones.",
            DefaultValueFactory = _ => LabOptions.DefaultNetwork.ToString()[..^2],
        };
        var keys = new Option<KeyType>("--key-type")
        {
            Description = "Keys of new certificates: rsa or ecdsa.",
            DefaultValueFactory = _ => KeyType.Rsa,
            CustomParser = ReadKeyType,
        };
        var without443 = new Option<bool>("--without-443")
        {
            Description =
                "Nodes leave port 443 alone; their certificate interface is on 8443 then.",
        };
        var hosts = new Option<string[]>("--host")
        {
            Description =
                "A name besides those of --urls by which browsers may ask for the pages; may be given more than once.",
        };
        var certificate = new Option<string?>("--certificate")
        {
            Description =
                "File with the certificate of pages over HTTPS, and its key: PEM, or PKCS#12.",
        };
        hosts.Validators.Add(result =>
            Check(
                result,
                hosts,
                AllowedHosts.IsHost,
                "takes a host name or an address, without a port"
            )
        );
        urls.Validators.Add(result =>
            Check(
                result,
                urls,
                AreUrls,
                "takes http:// or https:// addresses, separated by semicolons"
            )
        );
        network.Validators.Add(result =>
            Check(
                result,
                network,
                text => LabOptions.TryParseNetwork(text, out _),
                "takes the first three numbers of a loopback network, for example 127.0.11"
            )
        );

        var command = new RootCommand(
            "IcpConsole: one console for a mesh of IM and Presence clusters."
        )
        {
            urls,
            hosts,
            certificate,
            data,
            lab,
            users,
            network,
            keys,
            without443,
        };
        options = null;
        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"{parsed.Errors[0].Message} See --help.");
            exitCode = ExitCodes.BadOption;
            return false;
        }

        exitCode = ExitCodes.Ok;
        if (parsed.Action is not null)
        {
            exitCode = parsed.Invoke();
            return false;
        }

        if (
            !TryReadPassword(out var password)
            || !TryReadCertificate(
                parsed.GetValue(certificate),
                parsed.GetValue(urls)!,
                out var presented
            )
        )
        {
            exitCode = ExitCodes.BadOption;
            return false;
        }

        var wanted =
            parsed.GetValue(lab)
            && LabOptions.TryParseNetwork(parsed.GetValue(network), out var address)
                ? new LabOptions(address, parsed.GetValue(users))
                : null;
        var port443 =
            !parsed.GetValue(without443)
            && !Parse(parsed.GetValue(urls)!).Any(u => u?.Port == 443);
        options = new ConsoleOptions(
            parsed.GetValue(urls)!,
            parsed.GetValue(data)!,
            wanted,
            parsed.GetValue(keys),
            port443,
            password
        )
        {
            Hosts = parsed.GetValue(hosts) ?? [],
            Certificate = presented,
        };
        return true;
    }

    private static bool TryReadCertificate(
        string? path,
        string urls,
        out ConsoleCertificate? certificate
    )
    {
        certificate = null;
        if (path is null)
        {
            if (Parse(urls).All(u => u?.Scheme != Uri.UriSchemeHttps))
                return true;
            Console.Error.WriteLine(
                "--urls has an https:// address, which needs --certificate."
            );
            return false;
        }

        if (
            ConsoleCertificate.TryOpen(path, TimeProvider.System, out certificate, out var why)
        )
            return true;
        Console.Error.WriteLine($"--certificate {path} cannot be used: {why}");
        return false;
    }

    private static bool TryReadPassword(out string? password)
    {
        password = Environment.GetEnvironmentVariable(AdminPasswordVariable);
        if (password is null or { Length: >= MinPasswordLength })
            return true;
        Console.Error.WriteLine(
            $"{AdminPasswordVariable} has fewer than {MinPasswordLength} characters."
        );
        return false;
    }

    private static int ReadUsers(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var users)
            && users <= LabOptions.MaxUsers
        )
            return users;
        result.AddError(
            $"--lab-users takes a number from 0 to {LabOptions.MaxUsers}; '{text}' is not."
        );
        return 0;
    }

    private static KeyType ReadKeyType(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        // TryParse takes numbers, too.
        if (
            text.All(char.IsAsciiLetter)
            && Enum.TryParse<KeyType>(text, ignoreCase: true, out var type)
        )
            return type;
        result.AddError($"--key-type takes rsa or ecdsa; '{text}' is not.");
        return default;
    }

    private static void Check(
        OptionResult result,
        Option option,
        Func<string, bool> holds,
        string rule
    )
    {
        if (result.Tokens.FirstOrDefault(t => !holds(t.Value)) is { } bad)
            result.AddError($"{option.Name} {rule}; '{bad.Value}' is not.");
    }

    private static bool AreUrls(string text) =>
        Parse(text).All(u => u is { Scheme: "http" or "https", PathAndQuery: "/" });

    private static IEnumerable<Uri?> Parse(string urls) =>
        urls.Split(';')
            .Select(url =>
                Uri.TryCreate(
                    url.Replace("*", "any", StringComparison.Ordinal)
                        .Replace("+", "any", StringComparison.Ordinal),
                    UriKind.Absolute,
                    out var uri
                )
                    ? uri
                    : null
            );
}
