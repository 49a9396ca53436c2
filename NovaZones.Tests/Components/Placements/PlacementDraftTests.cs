using NovaZones.Core;
using NovaZones.Core.Placement;
using NovaZones.Web.Features.Placements;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

public sealed class PlacementDraftTests
{
    [Fact]
    public void Fields_FilledIn_AreTheBodyThatTheApiTakes()
    {
        var draft = new PlacementDraft { Name = "web", Count = 3, MinCount = 2, AvailabilityZone = "east", RequiredTraits = "HW_A,  CUSTOM_B" };
        draft.SetResource("DISK_GB", 20);

        var request = Parse(draft, dryRun: false);

        Assert.Equal(("web", 3, 2, "east"), (request.Name, request.Count, request.MinCount, request.AvailabilityZone));
        Assert.Equal([new ResourceDemand("DISK_GB", 20), new ResourceDemand("MEMORY_MB", 4096), new ResourceDemand("VCPU", 2)], request.Resources);
        Assert.Equal(["HW_A", "CUSTOM_B"], request.Traits.Required);
        Assert.False(request.DryRun);
    }

    [Fact]
    public void SetText_SoundBody_FillsTheFieldsAndKeepsTheRest()
    {
        var draft = new PlacementDraft();

        draft.SetText("""{"count": 5, "resources": {"VCPU": 8}, "traits": {"forbidden": ["CUSTOM_OLD"]}, "query": ["=", "$rack", "r1"]}""");
        draft.Count = 6;
        draft.RequiredTraits = "CUSTOM_NEW";
        var request = Parse(draft, dryRun: true);

        Assert.Equal(8, draft.Resource("VCPU"));
        Assert.Null(draft.Resource("MEMORY_MB"));
        Assert.Equal(6, request.Count);
        Assert.Equal(["CUSTOM_NEW"], request.Traits.Required);
        Assert.Equal(["CUSTOM_OLD"], request.Traits.Forbidden);
        Assert.NotNull(request.Query);
        Assert.True(request.DryRun);
    }

    [Theory]
    [InlineData("""{"count": 5,""")]
    [InlineData("""[1]""")]
    [InlineData("""{"count": 5, "count": 6}""")]
    public void SetText_BrokenBody_SaysSoAndKeepsTheLastSoundOne(string text)
    {
        var draft = new PlacementDraft { Count = 4 };

        draft.SetText(text);

        Assert.NotNull(draft.TextFault);
        Assert.Equal(text, draft.Text);
        Assert.Equal(4, draft.Count);
    }

    [Fact]
    public void SetText_MembersOfOddKinds_DoNotBreakTheForm()
    {
        var draft = new PlacementDraft();

        draft.SetText("""{"count": "many", "resources": [], "traits": 7, "groups": [1, {"resources": "x"}], "name": {}}""");

        Assert.Null(draft.TextFault);
        Assert.Null(draft.Count);
        Assert.Null(draft.Name);
        Assert.Null(draft.Resource("VCPU"));
        Assert.Equal("", draft.RequiredTraits);
        Assert.False(Assert.Single(draft.Groups).IsSimple);
    }

    [Fact]
    public void Groups_AddedAndIsolated_AreGroupsOfTheBody()
    {
        var draft = new PlacementDraft();
        draft.AddGroup();
        draft.AddGroup();
        draft.IsolateGroups = true;
        draft.Groups[1].Milli = 1000;
        draft.Groups[1].AnyOf = "CUSTOM_T4 CUSTOM_A10";

        var request = Parse(draft, dryRun: false);

        Assert.True(request.IsolateGroups);
        Assert.Equal([500L, 1000L], request.Groups.Select(g => g.Resources.Single().Amount));
        Assert.Equal(["CUSTOM_T4", "CUSTOM_A10"], request.Groups[1].Traits.AnyOf.Single());
    }

    [Fact]
    public void RemoveGroup_TheLast_LeavesNoTraceOfGroups()
    {
        var draft = new PlacementDraft();
        var before = draft.Text;
        draft.AddGroup();
        draft.IsolateGroups = true;

        draft.RemoveGroup(0);

        Assert.Equal(before, draft.Text);
    }

    [Fact]
    public void IsSimple_GroupWithMoreThanTheFormShows_IsFalse()
    {
        var draft = new PlacementDraft();

        draft.SetText("""{"groups": [{"resources": {"GPU_MILLI": "x"}}, {"colour": 1}, {"traits": {"anyOf": "x"}}, {"resources": {"GPU_MILLI": 500, "VCPU": 1}, "name": "a"}, {"traits": {"required": ["CUSTOM_X"], "anyOf": [["A"]]}}]}""");

        Assert.Equal([false, false, false, true, true], draft.Groups.Select(g => g.IsSimple));
    }

    [Fact]
    public void Fields_OfEverySection_AreTheRequestThatTheApiTakes()
    {
        var draft = new PlacementDraft { GroupPolicy = "spread" };
        draft.Fields.SetText("group.name", "db");
        draft.Fields.SetText("group.capability", "rack");
        draft.Fields.SetWhole("group.maxSkew", 2);
        draft.Fields.SetNames("aggregates.memberOf", ["ssd", "rack one"]);
        draft.Fields.SetNames("zones.not", ["emea!paris"]);
        draft.Fields.SetFlag("zones.localOnly", true);
        draft.Fields.SetNames("hints.ignoreHosts", ["h1"]);
        draft.Fields.SetText("tenant", "t1");
        draft.Fields.SetWhole("alternates", 2);
        draft.Fields.SetNumber("weights", "ram", -1.5);

        var request = Parse(draft, dryRun: false);

        Assert.Equal(("db", "rack", 2), (request.Group!.Name, request.Group.Capability, request.Group.MaxSkew));
        Assert.Equal(["ssd", "rack one"], request.Aggregates.MemberOf);
        Assert.Equal(["emea!paris"], request.Zones.Not);
        Assert.True(request.Zones.LocalOnly);
        Assert.Equal(["h1"], request.Hints.IgnoreHosts);
        Assert.Equal(("t1", 2, -1.5), (request.Tenant, request.Alternates, request.Weights["ram"]));
        Assert.Contains("\"capability\": \"rack\"", draft.ToCurl("http://zone/", dryRun: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_EmptiedAgain_LeaveNoTrace()
    {
        var draft = new PlacementDraft();
        var before = draft.Text;
        draft.GroupPolicy = "anti-affinity";
        draft.Fields.SetWhole("group.maxPerHost", 2);
        draft.Fields.SetNames("hints.forceHosts", ["h1"]);
        draft.Fields.SetFlag("zones.localOnly", true);
        draft.Fields.SetNumber("weights", "ram", 1);

        draft.GroupPolicy = "";
        draft.Fields.SetNames("hints.forceHosts", []);
        draft.Fields.SetFlag("zones.localOnly", false);
        draft.Fields.RemoveMember("weights", "ram");

        Assert.Equal(before, draft.Text);
    }

    [Fact]
    public void GroupPolicy_Another_DropsWhatMeansNothingUnderIt()
    {
        var draft = new PlacementDraft { GroupPolicy = "anti-affinity" };
        draft.Fields.SetText("group.name", "db");
        draft.Fields.SetWhole("group.maxPerHost", 2);

        draft.GroupPolicy = "affinity";

        Assert.Equal(("db", (long?)null), (draft.Fields.Text("group.name"), draft.Fields.Whole("group.maxPerHost")));
        Assert.NotNull(Parse(draft, dryRun: false).Group);
    }

    [Fact]
    public void Rename_ToAFreeName_KeepsPlaceAndValue()
    {
        var draft = new PlacementDraft();
        draft.Fields.SetNumber("weights", "ram", 2);
        draft.Fields.SetNumber("weights", "cpu", 3);

        draft.Fields.Rename("weights", "ram", "disk");
        draft.Fields.Rename("weights", "disk", "cpu");
        draft.Fields.Rename("weights", "disk", "");

        Assert.Equal([KeyValuePair.Create("disk", (double?)2), KeyValuePair.Create("cpu", (double?)3)], draft.Fields.Numbers("weights"));
    }

    [Fact]
    public void Groups_NamedWithClassesAndTraits_AreOneSubtree()
    {
        var draft = new PlacementDraft();
        draft.AddGroup();
        draft.AddGroup();
        draft.Groups[0].AddResource();
        draft.Groups[0].Fields.SetText("name", "gpu");
        draft.Groups[1].Fields.SetText("name", "node");
        draft.Groups[1].Fields.RemoveMember("resources", "GPU_MILLI");
        draft.Groups[1].Fields.SetNames("traits.required", ["HW_NUMA_ROOT"]);
        draft.Fields.SetSets("sameSubtree", [["gpu", "node"]]);

        var request = Parse(draft, dryRun: false);

        Assert.Equal([0, 1], Assert.Single(request.SameSubtree));
        Assert.Equal([new ResourceDemand("GPU_MILLI", 500), new ResourceDemand("PGPU", 1)], request.Groups[0].Resources);
        Assert.Equal(["HW_NUMA_ROOT"], request.Groups[1].Traits.Required);
    }

    [Fact]
    public void ToCurl_QuoteInAName_StaysInsideTheShellsQuotes()
    {
        var draft = new PlacementDraft { Name = "o'neill" };

        var call = draft.ToCurl("http://zone:5080/", dryRun: false);

        Assert.Contains("""o'\''neill""", call, StringComparison.Ordinal);
        Assert.StartsWith("curl -X POST http://zone:5080/api/v1/placements", call, StringComparison.Ordinal);
    }

    private static PlacementRequest Parse(PlacementDraft draft, bool dryRun)
    {
        Assert.True(new PlacementRequestParser(new PlacementLimits()).TryRead(draft.ToBody(dryRun), out var request, out var faults), string.Join<Fault>("; ", faults));
        return request!;
    }
}
