using Microsoft.Extensions.Options;

namespace NovaZones.Agent.Hosting;

/// <summary>Tells what an operator must correct from what is a defect.</summary>
internal static class AgentStartFaults
{
    /// <summary>A line for each fault; empty when it is none of the operator's.</summary>
    public static IReadOnlyList<string> Explain(Exception exception) => exception switch
    {
        OptionsValidationException options => [.. options.Failures],
        AgentStartException start => [start.Message],

        // A value of the wrong kind: the binder's words name the setting.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } binding => [binding.Message],
        InvalidDataException { InnerException: FormatException } file => [file.Message],
        AggregateException several => [.. several.InnerExceptions.SelectMany(Explain)],
        _ => [],
    };
}
