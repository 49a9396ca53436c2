using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Protocol;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Policies;

namespace NovaZones.Core.Zones;

/// <summary>The zone's picture of itself and everything below it, for parents, console and API.</summary>
/// <remarks>Thread-safe. The roll-up over all hosts is made at most once in <see cref="Freshness"/>, however many look.</remarks>
public sealed class ZoneOverview(
    FleetView view,
    ChildZoneRegistry children,
    PolicyBook policies,
    ZoneIdentity identity,
    RequestFits fits,
    IOptions<ZoneOptions> zone,
    IOptions<SchedulerOptions> scheduler,
    IOptions<FederationOptions> federation,
    TimeProvider time)
{
    /// <summary>Longest age of the figures that are handed out.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(250);

    private static readonly string ProgramVersion =
        typeof(ZoneOverview).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private readonly OwnDescription _own = new();

    // Guards _cached and _own: whoever comes first makes the picture, the others wait for it instead of making it, too.
    private readonly Lock _lock = new();
    private Cached? _cached;

    /// <summary>Everything a parent may know.</summary>
    public ZoneInfo Current()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var fleet = view.Current;
            if (_cached is { } cached && now - cached.MadeAt < Freshness && now >= cached.Info.AsOf && cached.Children == children.Book.FiguresVersion)
            {
                return cached.Info;
            }

            var figures = children.Book.FiguresVersion;
            var info = Build(fleet, now);

            // Counted from its end: where making it takes longer than it lasts, each of those who waited would make the next one.
            _cached = new Cached(info, time.GetUtcNow(), figures);
            return info;
        }
    }

    /// <summary>The live tree from this zone down.</summary>
    /// <param name="depth">Levels below this zone; null for all.</param>
    public ZoneNode Tree(int? depth = null)
    {
        var info = Current();
        var root = new ZoneNode
        {
            Name = info.Name,
            Path = info.Path,
            State = nameof(ChildHealth.Online),
            AgeMs = Age(info.AsOf),
            AsOf = info.AsOf,
            Id = info.Id,
            Version = info.Version,
            Driver = info.Driver,
            Policy = info.Policy,
            PolicyVersion = info.PolicyVersion,
            Own = info.Summary.Own,
            PublicUrl = info.PublicUrl,
            Hosts = info.Summary.Hosts,
            Resources = info.Summary.Resources,
            Children = info.Summary.Children,
        };
        return depth is { } levels ? Cut(root, levels) : root;
    }

    private ZoneInfo Build(FleetSnapshot fleet, DateTimeOffset now)
    {
        var builder = new SummaryBuilder(identity.Id, now, scheduler.Value.StaleAfter);
        _own.AddTo(builder, fleet);
        var told = new List<RequestFit>();
        var nodes = new ChildNodes(identity.Id, now);
        foreach (var state in children.All)
        {
            var summary = state.Health is ChildHealth.Online ? state.Info?.Summary : null;
            builder.Add(nodes.Of(state, children.DoubleOf(state.Child.Id)), summary);
            told.AddRange(summary?.Fits ?? []);
        }

        var policy = policies.Find(Policy.DefaultName);
        return new ZoneInfo
        {
            Id = identity.Id,
            Name = identity.Name,
            Path = identity.Name,
            Version = ProgramVersion,
            Protocol = ZoneProtocol.Own,
            Features = ZoneProtocol.Features,
            Driver = policy?.Driver ?? scheduler.Value.Driver,
            Policy = Policy.DefaultName,
            PolicyVersion = policy?.Version ?? 0,
            PublicUrl = zone.Value.PublicUrl,
            Capabilities = zone.Value.Capabilities.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Summary = builder.Build(fits.Latest, told, federation.Value.MaxZones),
            AsOf = now,
        };
    }

    private static ZoneNode Cut(ZoneNode node, int depth) =>
        node with { Children = depth <= 0 ? [] : [.. node.Children.Select(c => Cut(c, depth - 1))] };

    private long Age(DateTimeOffset seen) => Math.Max(0, (long)(time.GetUtcNow() - seen).TotalMilliseconds);

    private sealed record Cached(ZoneInfo Info, DateTimeOffset MadeAt, long Children);
}
