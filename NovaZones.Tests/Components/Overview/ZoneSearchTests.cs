using NovaZones.Core.Zones;
using NovaZones.Web.Features.Overview;
using Xunit;

namespace NovaZones.Tests.Components.Overview;

/// <summary>The tree of zones cut to those that a text names.</summary>
public sealed class ZoneSearchTests
{
    private static readonly ZoneNode _tree = Node("planet", Node("emea", Node("paris", Node("rack7")), Node("oslo")), Node("apac", Node("perth")), Node(ZoneNode.Rest) with { Zones = 5 });

    [Theory]
    [InlineData("PARIS", 1, "planet(emea(paris(rack7)))")] // the way to it and what is below it
    [InlineData("p", 4, "planet(emea(paris(rack7) oslo) apac(perth) *)")]
    [InlineData("apa", 1, "planet(apac(perth))")]
    [InlineData("*", 0, "")] // what stands for other zones has no name of its own
    [InlineData("mars", 0, "")]
    public void In_Text_KeepsWhatMatchesWithTheWayToIt(string text, int matches, string kept)
    {
        var found = ZoneSearch.In(_tree, text);

        Assert.Equal((matches, kept), (found.Matches, found.Root is { } root ? Names(root) : ""));
        Assert.Equal(5, found.NotSearched);
    }

    private static ZoneNode Node(string name, params ZoneNode[] below) => new() { Name = name, Path = name, State = "Online", Children = [.. below] };

    private static string Names(ZoneNode node) => node.Name + (node.Children.IsEmpty ? "" : $"({string.Join(' ', node.Children.Select(Names))})");
}
