using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace NovaZones.Web.Composition;

/// <summary>Has every circuit end with the session of its person.</summary>
internal sealed class CircuitWatch(AuthenticationStateProvider person) : CircuitHandler
{
    /// <inheritdoc />
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) => ((CircuitPerson)person).WatchAsync();
}
