using Xunit.v3;

// The tests wait for networks most of the time: all at once.
[assembly: Parallelization(MaxThreads = 4)]
