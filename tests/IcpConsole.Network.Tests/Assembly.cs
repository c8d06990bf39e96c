// The tests wait for networks most of the time: all at once.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
