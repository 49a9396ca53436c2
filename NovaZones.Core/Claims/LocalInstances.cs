using System.Diagnostics.CodeAnalysis;

namespace NovaZones.Core.Claims;

/// <summary>The instances on hosts of this zone, by id and by host. Not thread-safe.</summary>
/// <remarks>
/// No table of the database is sorted by host: every claim would then write a page wherever its host stands, for what a few operators ask.
/// </remarks>
internal sealed class LocalInstances
{
    private readonly Dictionary<Guid, Instance> _byId;
    private readonly Dictionary<Guid, List<Instance>> _byHost = [];

    /// <summary>None yet.</summary>
    /// <param name="capacity">How many to expect.</param>
    public LocalInstances(int capacity = 0)
    {
        _byId = new Dictionary<Guid, Instance>(capacity);
    }

    public int Count => _byId.Count;

    public bool Contains(Guid id) => _byId.ContainsKey(id);

    public bool TryGet(Guid id, [MaybeNullWhen(false)] out Instance instance) => _byId.TryGetValue(id, out instance);

    /// <summary>Those of a host, in no order.</summary>
    public IReadOnlyList<Instance> OnHost(Guid hostId) => _byHost.TryGetValue(hostId, out var here) ? here : [];

    /// <summary>Adds an instance, or replaces the one of its id.</summary>
    /// <param name="instance">On a host of this zone.</param>
    public void Set(Instance instance)
    {
        if (_byId.TryGetValue(instance.Id, out var known))
        {
            RemoveFromHost(known);
        }

        _byId[instance.Id] = instance;
        var hostId = instance.HostId!.Value;
        if (!_byHost.TryGetValue(hostId, out var here))
        {
            here = new List<Instance>(4);
            _byHost.Add(hostId, here);
        }

        here.Add(instance);
    }

    /// <summary>Removes an instance if it is there.</summary>
    public void Remove(Guid id)
    {
        if (_byId.Remove(id, out var known))
        {
            RemoveFromHost(known);
        }
    }

    private void RemoveFromHost(Instance instance)
    {
        var hostId = instance.HostId!.Value;
        var here = _byHost[hostId];
        var place = here.FindIndex(i => i.Id == instance.Id);
        here[place] = here[^1];
        here.RemoveAt(here.Count - 1);
        if (here.Count == 0)
        {
            _byHost.Remove(hostId);
        }
    }
}
