using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace NovaZones.Agent;

/// <summary>Refuses settings that do not exist: one that is written wrong would else quietly leave the default in force.</summary>
internal sealed class UnknownSettings(IConfiguration configuration) : IValidateOptions<AgentOptions>
{
    public ValidateOptionsResult Validate(string? name, AgentOptions options)
    {
        var agent = configuration.GetSection(AgentOptions.SectionName);
        var unknown = Unknown(agent, typeof(AgentOptions)).Concat(Unknown(agent.GetSection(nameof(AgentOptions.Command)), typeof(CommandOptions))).ToList();
        return unknown.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown.Select(u => $"{u} is not a setting of the agent."));
    }

    private static IEnumerable<string> Unknown(IConfigurationSection section, Type options) => section.GetChildren()
        .Where(child => !options.GetProperties().Any(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)))
        .Select(child => child.Path);
}
