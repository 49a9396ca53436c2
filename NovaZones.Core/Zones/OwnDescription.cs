using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;

namespace NovaZones.Core.Zones;

/// <summary>What the zone's own hosts say of themselves, gathered block by block and kept while the hosts of a block say the same.</summary>
/// <remarks>
/// Claims make new versions of hosts all the time; what a host tells of itself is the very same object in all of them. So most blocks need one look at
/// each host, and not one at each of its capabilities. One caller at a time.
/// </remarks>
internal sealed class OwnDescription
{
    private readonly List<BlockPart> _parts = [];

    /// <summary>Adds counts, figures and descriptions of all hosts of a fleet.</summary>
    public void AddTo(SummaryBuilder builder, FleetSnapshot fleet)
    {
        var blocks = fleet.Blocks;
        for (var i = 0; i < blocks.Length; i++)
        {
            if (i == _parts.Count)
            {
                _parts.Add(new BlockPart());
            }

            _parts[i].AddTo(builder, blocks[i]);
        }

        _parts.RemoveRange(blocks.Length, _parts.Count - blocks.Length);
    }

    private sealed class BlockPart
    {
        // Of no host these are null; of one that serves nothing now, too.
        private readonly object?[] _capabilities = new object?[RowSet.Rows];
        private readonly string?[] _zones = new string?[RowSet.Rows];
        private readonly object?[] _traits = new object?[RowSet.Rows];
        private SummaryNames? _names;

        public void AddTo(SummaryBuilder builder, FleetBlock block)
        {
            var isSame = _names is not null;
            var hosts = block.Hosts;
            for (var row = 0; row < hosts.Length; row++)
            {
                var host = hosts[row];
                var serves = host is not null && builder.AddFigures(host);
                isSame &= serves ? IsSame(row, host!) : _capabilities[row] is null;
                if (!isSame)
                {
                    Note(row, serves ? host : null);
                }
            }

            if (!isSame || _names is null)
            {
                _names = new SummaryNames();
                foreach (var host in hosts)
                {
                    if (host is not null && builder.Serves(host))
                    {
                        _names.Add(host);
                    }
                }
            }

            builder.Names.Add(_names);
        }

        private bool IsSame(int row, Host host) =>
            ReferenceEquals(_capabilities[row], host.Capabilities) && ReferenceEquals(_zones[row], host.AvailabilityZone) && IsSame(_traits[row], host.Providers);

        private void Note(int row, Host? host)
        {
            (_capabilities[row], _zones[row]) = (host?.Capabilities, host?.AvailabilityZone);
            _traits[row] = host switch
            {
                null => null,
                { Providers.Length: 1 } => ImmutableCollectionsMarshal.AsArray(host.Providers[0].Traits),
                _ => host.Providers.Select(provider => provider.Traits).ToArray(),
            };
        }

        private static bool IsSame(object? traits, ProviderList providers)
        {
            if (traits is not ImmutableArray<string>[] several)
            {
                return providers.Length == 1 && ReferenceEquals(traits, ImmutableCollectionsMarshal.AsArray(providers[0].Traits));
            }

            if (several.Length != providers.Length)
            {
                return false;
            }

            for (var i = 0; i < several.Length; i++)
            {
                if (several[i] != providers[i].Traits)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
