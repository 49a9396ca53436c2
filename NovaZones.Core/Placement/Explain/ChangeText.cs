using System.Globalization;

namespace NovaZones.Core.Placement.Explain;

/// <summary>Sentences of changes: what to change, then on how many hosts it would do. The end is made anew whenever hosts are added up.</summary>
internal static class ChangeText
{
    /// <summary>The sentence without the number of hosts, also of one that another zone made.</summary>
    public static string Phrase(RequestChange change)
    {
        var end = End(change.Hosts);
        return change.Text.EndsWith(end, StringComparison.Ordinal) ? change.Text[..^end.Length] : change.Text;
    }

    /// <summary>The change with other figures and a sentence that says them.</summary>
    public static RequestChange With(RequestChange change, string phrase, int hosts, int instances) =>
        change with { Hosts = hosts, Instances = instances, Text = phrase + End(hosts) };

    /// <summary>A number as people and JSON write it.</summary>
    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string End(int hosts) => $": {Of(hosts)} {(hosts == 1 ? "host" : "hosts")}";
}
