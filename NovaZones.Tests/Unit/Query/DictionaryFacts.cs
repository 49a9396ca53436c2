using NovaZones.Core.Fleet;
using NovaZones.Core.Query;

namespace NovaZones.Tests.Unit.Query;

/// <summary>A host's facts by the variable as written: <c>$free.VCPU</c>.</summary>
internal readonly struct DictionaryFacts(IReadOnlyDictionary<QueryVariable, CapabilityValue> facts) : IQueryFacts
{
    public static DictionaryFacts Host { get; } = new(new Dictionary<QueryVariable, CapabilityValue>
    {
        [new(QueryVariableKind.Free, "MEMORY_MB")] = CapabilityValue.FromNumber(1024),
        [new(QueryVariableKind.Free, "DISK_GB")] = CapabilityValue.FromNumber(200),
        [new(QueryVariableKind.Used, "VCPU")] = CapabilityValue.FromNumber(0),
        [new(QueryVariableKind.Total, "VCPU")] = CapabilityValue.FromNumber(16),
        [new(QueryVariableKind.HostName, "")] = CapabilityValue.FromText("node-7"),
        [new(QueryVariableKind.HostAvailabilityZone, "")] = CapabilityValue.FromText("east"),
        [new(QueryVariableKind.HostInstances, "")] = CapabilityValue.FromNumber(3),
        [new(QueryVariableKind.Trait, "CUSTOM_NEW")] = CapabilityValue.FromBoolean(true),
        [new(QueryVariableKind.Trait, "CUSTOM_OLD")] = CapabilityValue.FromBoolean(false),
        [new(QueryVariableKind.Capability, "rack")] = CapabilityValue.FromText("r1"),
        [new(QueryVariableKind.Capability, "note")] = CapabilityValue.FromText(""),
        [new(QueryVariableKind.Capability, "version")] = CapabilityValue.FromText("6000"),
        [new(QueryVariableKind.Capability, "ssd")] = CapabilityValue.FromBoolean(true),
        [new(QueryVariableKind.Capability, "hdd")] = CapabilityValue.FromBoolean(false),
        [new(QueryVariableKind.Capability, "tags")] = CapabilityValue.FromList(CapabilityValue.FromText("blue"), CapabilityValue.FromNumber(4)),
        [new(QueryVariableKind.Capability, "empty")] = CapabilityValue.FromList(),
        [new(QueryVariableKind.Capability, "host.kernel")] = CapabilityValue.FromText("6.12"),
    });

    public bool TryGet(QueryVariable variable, out CapabilityValue value) => facts.TryGetValue(variable, out value);
}
