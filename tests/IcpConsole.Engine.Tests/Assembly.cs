using Xunit.Sdk;
using Xunit.v3;

// Each test has clusters of its own, and waits for them much of the time.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 4)]
