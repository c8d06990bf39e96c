using IcpConsole.Domain;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Engine.Foundation;

/// <summary>Where the work of an operation says how far it is.</summary>
internal interface IOperationProgress
{
    /// <param name="step">The place of the step, from 0.</param>
    /// <param name="state">How far it is.</param>
    /// <param name="problem">Why it failed; null where it did not.</param>
    /// <param name="receipt">What a sync did; null for anything else.</param>
    Task SetAsync(int step, StepState state, Problem? problem, SyncReceipt? receipt = null);
}
