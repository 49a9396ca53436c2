using NovaZones.Core.Fleet;
using NovaZones.Core.Query;

namespace NovaZones.Core.Placement;

/// <summary>What the JSON query language may ask of a host.</summary>
internal static class HostFacts
{
    public static bool TryGet(Host host, QueryVariable variable, out CapabilityValue value)
    {
        switch (variable.Kind)
        {
            case QueryVariableKind.Capability:
                return host.Capabilities.TryGetValue(variable.Name, out value);
            case QueryVariableKind.Free when HasClass(host, variable.Name):
                value = CapabilityValue.FromNumber(host.Sum(variable.Name).Free);
                return true;
            case QueryVariableKind.Used when HasClass(host, variable.Name):
                value = CapabilityValue.FromNumber(host.Sum(variable.Name).Used);
                return true;
            case QueryVariableKind.Total when HasClass(host, variable.Name):
                value = CapabilityValue.FromNumber(host.Sum(variable.Name).Capacity);
                return true;
            case QueryVariableKind.HostName:
                value = CapabilityValue.FromText(host.Name);
                return true;
            case QueryVariableKind.HostAvailabilityZone when host.AvailabilityZone is not null:
                value = CapabilityValue.FromText(host.AvailabilityZone);
                return true;
            case QueryVariableKind.HostInstances:
                value = CapabilityValue.FromNumber(host.InstanceCount);
                return true;
            case QueryVariableKind.Trait:
                value = CapabilityValue.FromBoolean(host.HasTrait(variable.Name));
                return true;
            default:
                value = default;
                return false;
        }
    }

    private static bool HasClass(Host host, string resourceClass)
    {
        foreach (var provider in host.Providers)
        {
            if (provider.IndexOf(resourceClass) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
