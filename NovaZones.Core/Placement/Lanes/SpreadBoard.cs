using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>How many members stand in every domain, kept while slots are planned: says where one more may go and what that is worth.</summary>
/// <remarks>Only domains that count are on it. One slot costs one step; the fewest are looked for anew only when the last domain that had so few grows. Not thread-safe.</remarks>
internal sealed class SpreadBoard
{
    private readonly Dictionary<ulong, long>[] _members;
    private readonly int _hard;
    private long _least;
    private long _most;
    private int _withLeast;

    public SpreadBoard(ImmutableArray<SpreadAxis> axes)
    {
        Axes = axes;
        _members = [.. axes.Select(_ => new Dictionary<ulong, long>())];
        _hard = -1;
        for (var i = 0; i < axes.Length; i++)
        {
            _hard = axes[i].MaxSkew > 0 ? i : _hard;
        }
    }

    private SpreadBoard(SpreadBoard other)
    {
        Axes = other.Axes;
        _members = [.. other._members.Select(m => new Dictionary<ulong, long>(m))];
        _hard = other._hard;
        (_least, _most, _withLeast) = (other._least, other._most, other._withLeast);
    }

    public ImmutableArray<SpreadAxis> Axes { get; }

    /// <summary>The axis whose skew is bounded, or null.</summary>
    public SpreadAxis? Hard => _hard < 0 ? null : Axes[_hard];

    /// <summary>The fewest members in any domain of the bounded axis.</summary>
    public long Least => _least;

    /// <summary>Whether every domain may take one more.</summary>
    public bool AllowsAll => _hard < 0 || _most + 1 - _least <= Axes[_hard].MaxSkew;

    public SpreadBoard Copy() => new(this);

    /// <summary>Puts a domain on the board, with this many members more. <see cref="Settle"/> follows the last.</summary>
    public void Count(int axis, ulong domain, long members)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_members[axis], domain, out _);
        sum += members;
    }

    /// <summary>Puts on the board what another zone counted.</summary>
    public void Count(ImmutableArray<ImmutableArray<DomainMembers>> told)
    {
        for (var axis = 0; axis < told.Length; axis++)
        {
            foreach (var (domain, members) in told[axis])
            {
                Count(axis, domain, members);
            }
        }
    }

    /// <summary>Works out the bounds once everything is counted.</summary>
    public void Settle()
    {
        if (_hard < 0)
        {
            return;
        }

        (_least, _most, _withLeast) = (0, 0, 0);
        foreach (var members in _members[_hard].Values)
        {
            if (_withLeast == 0 || members < _least)
            {
                (_least, _withLeast) = (members, 0);
            }

            _withLeast += members == _least ? 1 : 0;
            _most = Math.Max(_most, members);
        }
    }

    /// <summary>Members in a domain.</summary>
    public long MembersIn(int axis, ulong domain) => _members[axis].GetValueOrDefault(domain);

    /// <summary>Members in a domain of the bounded axis.</summary>
    public long MembersIn(ulong domain) => MembersIn(_hard, domain);

    /// <summary>Whether a domain of the bounded axis may take one more.</summary>
    public bool Allows(ulong domain) => MembersIn(_hard, domain) + 1 - _least <= Axes[_hard].MaxSkew;

    /// <summary>Whether a lane may take one more.</summary>
    public bool AllowsLane(ReadOnlySpan<ulong> lane) => _hard < 0 || Allows(lane[_hard]);

    /// <summary>The bounded axis' domain of a lane; none when nothing is bounded.</summary>
    public ulong HardOf(ReadOnlySpan<ulong> lane) => _hard < 0 ? DomainKey.None : lane[_hard];

    /// <summary>The score of a host: what it is worth by itself, then the shares of its domains in the order of the policy.</summary>
    public double ScoreOf(double alone, ReadOnlySpan<ulong> lane)
    {
        for (var axis = 0; axis < lane.Length; axis++)
        {
            if (Axes[axis].Multiplier is var multiplier and not 0)
            {
                alone += multiplier * (lane[axis] == DomainKey.None ? 0 : SpreadWeigher.ShareOf(MembersIn(axis, lane[axis])));
            }
        }

        return alone;
    }

    /// <summary>One more member in a lane.</summary>
    public void Place(ReadOnlySpan<ulong> lane)
    {
        for (var axis = 0; axis < lane.Length; axis++)
        {
            if (lane[axis] != DomainKey.None)
            {
                Place(axis, lane[axis]);
            }
        }
    }

    /// <summary>More members, or fewer, in a domain of the bounded axis. <see cref="Settle"/> follows the last.</summary>
    public void Add(ulong domain, int members) => Count(_hard, domain, members);

    /// <summary>Takes one member out of a domain that is too far ahead of the emptiest; false when it is not.</summary>
    public bool TakeBackIfAhead(ulong domain)
    {
        if (MembersIn(_hard, domain) - _least <= Axes[_hard].MaxSkew)
        {
            return false;
        }

        // What was ahead stays above the fewest, so these do not change.
        Count(_hard, domain, -1);
        return true;
    }

    /// <summary>Everything on the board, to be told to a parent.</summary>
    public ImmutableArray<ImmutableArray<DomainMembers>> ToCounts() =>
        [.. _members.Select(axis => axis.OrderBy(m => m.Key).Select(m => new DomainMembers(m.Key, m.Value)).ToImmutableArray())];

    /// <summary>The bounded axis alone; empty when nothing is bounded.</summary>
    public ImmutableArray<DomainMembers> HardCounts() => _hard < 0 ? [] : ToCounts()[_hard];

    private void Place(int axis, ulong domain)
    {
        ref var members = ref CollectionsMarshal.GetValueRefOrAddDefault(_members[axis], domain, out var known);
        members++;
        if (axis != _hard)
        {
            return;
        }

        _most = Math.Max(_most, members);
        if (!known || (members - 1 == _least && --_withLeast == 0))
        {
            Settle();
        }
    }
}
