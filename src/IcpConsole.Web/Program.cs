using IcpConsole.Engine;
using IcpConsole.Storage.Sqlite;
using IcpConsole.Web.Accounts;
using IcpConsole.Web.Hosting;

if (!ConsoleOptions.TryRead(args, out var options, out var exitCode))
    return exitCode;
if (!ConsoleHost.TryOpen(options, out var directory, out exitCode))
    return exitCode;
using var held = directory;

var builder = ConsoleHost.CreateBuilder(options);
builder.AddConsoleLogging();
builder.Services.AddSqliteStorage(directory);
builder.Services.AddIcpEngine(options.Lab, options.KeyType, options.Port443);
builder.Services.AddConsoleAccounts(directory, options);
builder.Services.AddConsoleSecurity(options);
builder.Services.AddConsolePages();

var app = builder.Build();
app.UseConsoleLogging();
app.UseConsoleSecurity();
app.UseConsoleLanguages();
app.UseFailurePage();
app.UseAuthentication();
app.UseAuthorization();
app.UseForms();
app.UseAntiforgery();
app.MapConsoleAccounts();
app.MapConsolePages();
return await app.RunConsoleAsync();
