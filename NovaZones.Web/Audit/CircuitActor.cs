using Microsoft.AspNetCore.Components.Server.Circuits;
using NovaZones.Core.Audit;

namespace NovaZones.Web.Audit;

/// <summary>Carries who acts into everything that a page of the console does.</summary>
/// <remarks>
/// A circuit lives longer than the request that opened it, and its events arrive on no request at all: the person and address of that request
/// are kept and stand again for each event.
/// </remarks>
internal sealed class CircuitActor : CircuitHandler
{
    private AuditActor? _actor;

    /// <inheritdoc />
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _actor = AuditActor.Current;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            if (_actor is not null)
            {
                AuditActor.Current = _actor;
            }

            await next(context);
        };
}
