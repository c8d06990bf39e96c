using IcpConsole.Domain;

namespace IcpConsole.Storage;

/// <summary>Something that is kept cannot be used; nothing of it was changed.</summary>
public sealed class StorageFaultException(Problem problem, Exception? innerException = null)
    : Exception(problem.Code, innerException)
{
    public Problem Problem { get; } = problem;
}
