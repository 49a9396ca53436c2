using System.Collections.Immutable;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement.Mix;

/// <summary>A typical request in the form in which it is counted on a host (immutable).</summary>
/// <remarks>
/// A request with groups asks for so many equal portions of a device; where its groups differ, the largest stands for all. A request
/// without groups has no portions. Classes are positions in the mix's list of classes.
/// </remarks>
internal sealed class MixShape
{
    private readonly PlacementRequest _request;
    private readonly TraitDemand _deviceTraits;

    public MixShape(PlacementRequest request, double popularity, IReadOnlyList<string> classes)
    {
        _request = request;
        Popularity = popularity;
        Loose = [.. request.Resources.Select(r => new MixDemand(IndexOf(classes, r.ResourceClass), r.Amount))];
        var groups = request.Groups.RemoveAll(g => g.Resources.IsEmpty);
        var group = groups.OrderByDescending(g => g.Resources.Sum(r => (double)r.Amount)).FirstOrDefault();
        Portion = group is null ? [] : [.. group.Resources.OrderByDescending(r => r.Amount).Select(r => new MixDemand(IndexOf(classes, r.ResourceClass), r.Amount))];
        Portions = groups.Length;
        Isolated = request.IsolateGroups;
        _deviceTraits = group?.Traits ?? TraitDemand.None;
    }

    public double Popularity { get; }

    /// <summary>Demands that may come from anywhere in the host.</summary>
    public ImmutableArray<MixDemand> Loose { get; }

    /// <summary>What one portion asks of one device; the largest demand first.</summary>
    public ImmutableArray<MixDemand> Portion { get; }

    /// <summary>Portions of one instance.</summary>
    public int Portions { get; }

    /// <summary>Whether every portion needs a device of its own.</summary>
    public bool Isolated { get; }

    /// <summary>Whether any device will do that has the one class.</summary>
    public bool TakesAnyDevice => _deviceTraits.IsEmpty && Portion.Length == 1;

    /// <summary>Size in typical requests: what is asked of the scarce kind of class ÷ what the mix asks of it on average.</summary>
    public double Size { get; set; }

    /// <summary>Whether the host is of a kind that this request accepts, whatever is free.</summary>
    public bool Accepts(Host host)
    {
        if (_request.AvailabilityZone is { } zone && zone != host.AvailabilityZone)
        {
            return false;
        }

        foreach (var (name, expression) in _request.Capabilities)
        {
            if (expression.Evaluate(host.Capabilities.TryGetValue(name, out var value) ? value : null).Reason is not null)
            {
                return false;
            }
        }

        return _request.Traits.IsEmpty || _request.Traits.IsMetBy(host, static (h, trait) => h.HasTrait(trait));
    }

    /// <summary>Whether the device has the traits that a portion asks for.</summary>
    public bool AcceptsDevice(ResourceProvider device) => _deviceTraits.IsEmpty || _deviceTraits.IsMetBy(device, static (d, trait) => d.HasTrait(trait));

    private static int IndexOf(IReadOnlyList<string> classes, string name)
    {
        for (var i = 0; i < classes.Count; i++)
        {
            if (classes[i] == name)
            {
                return i;
            }
        }

        throw new ArgumentException($"{name} is not among the classes of the mix.", nameof(name));
    }
}

/// <summary>An amount of a class, by its position in the mix's list of classes.</summary>
internal readonly record struct MixDemand(int Class, long Amount);
