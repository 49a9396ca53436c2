using System.Text.Json;

namespace NovaZones.Client;

/// <summary>Fields are camelCase. Resource classes are not fields of ours: <c>new { VCPU = 2 }</c> must not ask for a class <c>vcpu</c>.</summary>
internal sealed class NamesOfTheWire : JsonNamingPolicy
{
    /// <inheritdoc />
    public override string ConvertName(string name) => name.Length > 1 && !name.Any(char.IsLower) ? name : CamelCase.ConvertName(name);
}
