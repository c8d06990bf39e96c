// The tests wait for networks most of the time, and each has its own: all at once.
[assembly: CollectionBehavior(MaxParallelThreads = 8)]
