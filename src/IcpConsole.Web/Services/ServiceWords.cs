using System.Globalization;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Web.Resources;

namespace IcpConsole.Web.Services;

/// <summary>A service's state in words.</summary>
internal static class ServiceWords
{
    public static Mark Of(ServiceStatus service) => service.State switch
    {
        ServiceState.Running => Mark.Check,
        ServiceState.Stopped => Mark.Cross,
        _ => Mark.Unknown,
    };

    public static string Name(NodeService service) => ServiceText.ResourceManager.GetString(service.ToString(), CultureInfo.CurrentUICulture)!;

    public static string State(ServiceStatus service) => service.State switch
    {
        ServiceState.Running => service.Service == NodeService.AxlWebService ? ServiceText.Started : ServiceText.Running,
        ServiceState.Starting => ServiceText.Starting,
        ServiceState.Stopping => ServiceText.Stopping,
        _ => ServiceText.NotRunning,
    };
}
