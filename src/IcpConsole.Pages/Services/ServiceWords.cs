using System.Globalization;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;

namespace IcpConsole.Pages.Services;

/// <summary>Services and their states in words.</summary>
internal static class ServiceWords
{
    public static Mark MarkOf(ServiceStatus service) =>
        service.State switch
        {
            ServiceState.Running when service.Problem is null => Mark.Check,
            ServiceState.Stopped or ServiceState.Deactivated => Mark.Cross,
            _ => Mark.Unknown,
        };

    public static string Name(NodeService service) => service.Title.ToString();

    public static string Group(ServiceGroup group) => Find($"Group{group}")!;

    /// <summary>
    /// Feature services are "Started", network services "Running", as on the pages of the real
    /// product.
    /// </summary>
    public static string State(ServiceStatus service) =>
        service.State switch
        {
            ServiceState.Running => service.Service.IsFeature
                ? ServiceText.Started
                : ServiceText.Running,
            ServiceState.Starting => ServiceText.Starting,
            ServiceState.Stopping => ServiceText.Stopping,
            ServiceState.Absent => ServiceText.Absent,
            _ => ServiceText.NotRunning,
        };

    public static Mark MarkOf(ReadService service) =>
        MarkOf(new ServiceStatus(service.Service, service.State, default));

    public static string State(ReadService service) =>
        State(new ServiceStatus(service.Service, service.State, default));

    public static string Action(ServiceAction action) => Find(action.ToString())!;

    public static Mark MarkOf(StepState state) =>
        state switch
        {
            StepState.Done => Mark.Check,
            StepState.Failed => Mark.Cross,
            _ => Mark.Unknown,
        };

    public static string State(StepState state) => Find($"Plan{state}")!;

    /// <param name="action">That is asked for.</param>
    /// <param name="nodes">Where.</param>
    public static string Title(ServiceAction action, string nodes) =>
        Find($"{action}Title")!.With(nodes);

    /// <summary>What stopping or restarting a service means to others.</summary>
    public static string Effect(NodeService service, ServiceAction action) =>
        Find(
            $"{(action == ServiceAction.Restart ? ServiceAction.Restart : ServiceAction.Stop)}{service.Key}"
        ) ?? ServiceText.RestartMeans;

    /// <summary>Days, then hours, minutes and seconds.</summary>
    public static string UpTime(TimeSpan time) =>
        ServiceText.UpTimeFormat.With(
            time.Days,
            time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture)
        );

    private static string? Find(string? key) =>
        key is null
            ? null
            : ServiceText.ResourceManager.GetString(key, CultureInfo.CurrentUICulture);

    public static Mark MarkOf(OperationState state) =>
        state switch
        {
            OperationState.Done => Mark.Check,
            OperationState.Failed or OperationState.Interrupted => Mark.Cross,
            _ => Mark.Unknown,
        };

    public static string State(OperationState state) => Find($"Operation{state}")!;

    /// <summary>What an operation does, by the command that began it.</summary>
    public static string Name(Operation operation) => Find($"Operation{operation.Command}")!;
}
