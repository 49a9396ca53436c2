using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Zones;

namespace NovaZones.Web.Composition;

/// <summary>Tells faults that the operator can correct from defects: the first get a line each, the others a stack trace.</summary>
internal static class StartFaults
{
    /// <summary>The lines for the operator; empty when the exception is a defect.</summary>
    public static IReadOnlyList<string> Explain(Exception exception) => exception switch
    {
        OptionsValidationException options => [.. options.Failures],
        AggregateException { InnerExceptions: var inner } when inner.All(each => Explain(each).Count > 0) => [.. inner.SelectMany(Explain)],
        ZoneStartException or StoreFaultException => [exception.Message],
        // The reader of settings: a number where none can be read; its message names the key.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => [exception.Message],
        FileNotFoundException or InvalidDataException or FormatException => [exception.Message],
        // Kestrel's own line names the address that cannot be had.
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => [exception.Message],
        _ => [],
    };
}
