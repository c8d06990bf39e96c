using IcpConsole.Engine;
using IcpConsole.Storage;
using IcpConsole.Web.Accounts;
using IcpConsole.Web.Hosting;

if (!ConsoleOptions.TryRead(args, out var options, out var exitCode)) return exitCode;
if (!ConsoleHost.TryOpen(options, out var directory)) return ExitCodes.DataDirectoryInUse;
using var held = directory;

var builder = ConsoleHost.CreateBuilder(options);
builder.AddConsoleLogging();
builder.Services.AddIcpStorage(directory);
builder.Services.AddIcpEngine(options.Lab, options.KeyType, options.Port443);
builder.Services.AddConsoleAccounts(directory);
builder.Services.AddConsolePages();

var app = builder.Build();
app.UseConsoleLogging();
app.UseSecurityHeaders();
app.UseConsoleLanguages();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapConsoleAccounts();
app.MapConsolePages();
return await app.RunConsoleAsync();
