using System.Collections.Immutable;
using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Federation.History;

namespace NovaZones.Core.Federation;

/// <summary>All children at one moment (immutable), found by name and by identity without a search.</summary>
internal sealed class ChildBook
{
    /// <summary>Changes of health that wait to be written down at most; the oldest are forgotten.</summary>
    public const int MostPassed = 1000;

    private readonly ImmutableSortedDictionary<string, ChildState> _byName;
    private readonly ImmutableDictionary<Guid, string> _nameById;
    private readonly Lazy<ImmutableArray<ChildState>> _all;
    private readonly Lazy<ImmutableDictionary<Guid, string>> _doubles;

    private ChildBook(ImmutableSortedDictionary<string, ChildState> byName, ImmutableDictionary<Guid, string> nameById, long version, long rowsVersion, long figuresVersion)
    {
        _byName = byName;
        _nameById = nameById;
        Version = version;
        RowsVersion = rowsVersion;
        FiguresVersion = figuresVersion;
        _all = new Lazy<ImmutableArray<ChildState>>(() => [.. _byName.Values]);
        _doubles = new Lazy<ImmutableDictionary<Guid, string>>(() => ChildDoubles.Of(_all.Value));
    }

    public static ChildBook Empty { get; } = new(ImmutableSortedDictionary.Create<string, ChildState>(StringComparer.Ordinal), ImmutableDictionary<Guid, string>.Empty, 0, 0, 0);

    /// <summary>Grows with every change.</summary>
    public long Version { get; }

    /// <summary>Grows when a row or the health of a child changes.</summary>
    public long RowsVersion { get; }

    /// <summary>Grows when what a child tells changes; not when it tells the same again.</summary>
    public long FiguresVersion { get; }

    /// <summary>All children by name; made once.</summary>
    public ImmutableArray<ChildState> All => _all.Value;

    /// <summary>Rows behind which the same zone answers as behind another row, with that row's name.</summary>
    public ImmutableDictionary<Guid, string> Doubles => _doubles.Value;

    public ChildState? Find(string name) => _byName.GetValueOrDefault(name);

    public ChildState? Find(Guid id) => _nameById.TryGetValue(id, out var name) ? _byName[name] : null;

    /// <summary>Changes of health that nobody took yet, oldest first. Part of the book, so that none comes between a change and its note.</summary>
    public ImmutableArray<ChildEvent> Passed { get; private init; } = [];

    /// <summary>A book in which this child is added, or replaces the one of its identity.</summary>
    /// <param name="state">The child as it is now.</param>
    /// <param name="now">When that is, should its health have changed.</param>
    public ChildBook With(ChildState state, DateTimeOffset now)
    {
        var known = Find(state.Child.Id);
        if (known == state)
        {
            return this;
        }

        var byName = (known is null || known.Child.Name == state.Child.Name ? _byName : _byName.Remove(known.Child.Name)).SetItem(state.Child.Name, state);
        var rows = known is null || known.Child != state.Child || known.Health != state.Health;
        var figures = rows || known!.Fingerprint != state.Fingerprint;
        return new ChildBook(byName, _nameById.SetItem(state.Child.Id, state.Child.Name), Version + 1, RowsVersion + (rows ? 1 : 0), FiguresVersion + (figures ? 1 : 0))
        {
            Passed = known?.Health == state.Health ? Passed : Noted(new ChildEvent(state.Child.Id, now, state.Health, state.LastError)),
        };
    }

    /// <summary>A book without this child.</summary>
    public ChildBook Without(Guid id) => Find(id) is { } known
        ? new ChildBook(_byName.Remove(known.Child.Name), _nameById.Remove(id), Version + 1, RowsVersion + 1, FiguresVersion + 1) { Passed = [.. Passed.Where(change => change.ChildZoneId != id)] }
        : this;

    /// <summary>The same book with no changes that wait.</summary>
    public ChildBook Taken() => Passed.IsEmpty ? this : new ChildBook(_byName, _nameById, Version, RowsVersion, FiguresVersion);

    private ImmutableArray<ChildEvent> Noted(ChildEvent change) => (Passed.Length < MostPassed ? Passed : Passed.RemoveAt(0)).Add(change);
}
