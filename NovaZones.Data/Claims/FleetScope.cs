using System.Data.Common;
using System.Globalization;

namespace NovaZones.Data.Claims;

/// <summary>Conditions that narrow the reading of the fleet down to some hosts, with what is on them, and some instances of children.</summary>
/// <param name="hosts">At most <see cref="Most"/>.</param>
/// <param name="instances">At most <see cref="Most"/>.</param>
internal sealed class FleetScope(IReadOnlyList<Guid> hosts, IReadOnlyList<Guid> instances)
{
    /// <summary>Well below the parameters that one command may have.</summary>
    public const int Most = 400;

    // A database keeps a plan for each text: few lengths, filled up with the last value.
    private readonly string _hosts = List("h", Padded(hosts.Count));
    private readonly string _instances = List("i", Padded(instances.Count));

    public string Providers => $" WHERE RootId IN ({_hosts})";

    public string Inventories => $" WHERE ProviderId IN (SELECT Id FROM ResourceProviders WHERE RootId IN ({_hosts}))";

    public string Instances => $" AND HostId IN ({_hosts})";

    public string Allocations => $" WHERE InstanceId IN (SELECT Id FROM Instances WHERE HostId IS NOT NULL AND HostId IN ({_hosts}))";

    public string Hosts => $" WHERE Id IN ({_hosts})";

    public string LocalCharges => $" AND i.HostId IN ({_hosts})";

    public string RemoteCharges => $" AND i.Id IN ({_instances})";

    /// <summary>Gives a command the values that its text asks for.</summary>
    public void AddParameters(DbCommand command, SqlForm form)
    {
        Add("h", hosts);
        Add("i", instances);

        void Add(string prefix, IReadOnlyList<Guid> values)
        {
            if (!command.CommandText.Contains($"@{prefix}0", StringComparison.Ordinal))
            {
                return;
            }

            for (var i = 0; i < Padded(values.Count); i++)
            {
                form.AddParameter(command, Name(prefix, i), SqlKind.Guid).Value = form.ToStored(values.Count == 0 ? Guid.Empty : values[Math.Min(i, values.Count - 1)]);
            }
        }
    }

    private static int Padded(int count) => count <= 1 ? 1 : count <= 8 ? 8 : count <= 64 ? 64 : Most;

    private static string Name(string prefix, int index) => string.Create(CultureInfo.InvariantCulture, $"@{prefix}{index}");

    private static string List(string prefix, int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => Name(prefix, i)));
}
