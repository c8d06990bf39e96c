using IcpConsole.Browser.Tests;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Browser))]

// Most of a test's time is waiting for what a page shows.
[assembly: Parallelization(MaxThreads = 4)]
