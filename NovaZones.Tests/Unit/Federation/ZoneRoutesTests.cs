using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Live;
using NovaZones.Core.Placement;
using NovaZones.Core.Zones;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Federation;

/// <summary>By which way a zone with several is asked.</summary>
public sealed class ZoneRoutesTests
{
    private static readonly Guid D = Guid.CreateVersion7();
    private static readonly Guid E = Guid.CreateVersion7();

    private readonly ChildZoneRegistry _registry = new(Options.Create(new FederationOptions()), new ChangeFeed(), new FakeTimeProvider(Planning.Now));

    [Theory]
    [InlineData("""{}""", "a- b-d c-y!d")]
    [InlineData("""{"only":["b","c"]}""", "b- c-y!d")]
    [InlineData("""{"only":["a!x","c"]}""", "a- c-")]
    [InlineData("""{"only":["a!d!e","b"]}""", "a- b-d!e")]
    [InlineData("""{"not":["a"]}""", "b-d c-y!d")]
    [InlineData("""{"not":["root!c!y!d"]}""", "a-d b-d c-y!d")]
    [InlineData("""{"not":["b!d!e"]}""", "a-d!e b-d!e,d c-y!d")]
    [InlineData("""{"only":["b"],"not":["a!d"]}""", "b-d")]
    public void Not_ZoneUnderThreeChildren_IsLeftToOneOfThoseThatTheRequestAllows(string zones, string expected)
    {
        Put("a", Guid.CreateVersion7(), Node("d", D, Node("e", E)), Node("x", Guid.CreateVersion7()));
        Put("b", Guid.CreateVersion7(), Node("d", D, Node("e", E)));
        Put("c", Guid.CreateVersion7(), Node("y", Guid.CreateVersion7(), Node("d", D, Node("e", E))));

        var (first, _, _) = Questions(zones);

        Assert.Equal(expected, Told(first));
    }

    [Fact]
    public void Not_FirstWayIsClosed_LeavesOutByItAllTheSame()
    {
        Put("a", Guid.CreateVersion7(), Node("d", D) with { State = "Offline" });
        Put("b", Guid.CreateVersion7(), Node("d", D));

        Assert.Equal("a-d b-", Told(Questions("{}").First));
        Assert.Equal("a-d b-d", Told(Questions("""{"not":["a!d"]}""").First));
    }

    [Fact]
    public void Not_ZoneIsAlsoAChildOfItsOwn_IsLeftOutWholeByTheOtherPath()
    {
        Put("a", Guid.CreateVersion7(), Node("deep", D));
        Put("d", D);

        var (open, _, _) = Questions("{}");
        var (closed, _, lines) = Questions("""{"not":["a!deep"]}""");

        Assert.Equal("a-deep d-", Told(open));
        Assert.Equal("a-deep", Told(closed));
        Assert.Equal("the request leaves this zone out, by another path that leads to it", Assert.Single(lines.ToLines()).Reason);
    }

    [Fact]
    public void Sort_DoubtedChildWasReachedThroughAnother_IsNotAskedAgain()
    {
        Put("a", Guid.CreateVersion7(), Node("deep", D));
        Put("b", Guid.CreateVersion7(), Node("far", E));
        Put("c", Guid.CreateVersion7(), hosts: 0, Node("far", E));
        Put("d", D, hosts: 0);

        var (first, questions, lines) = Questions("{}", thenDoubted: true);

        Assert.Equal("a- b-", Told(first));
        Assert.Equal("c-far", Told(questions.Last));
        Assert.Equal(("d", "was asked already by another path that leads to it"), lines.ToLines().Select(l => (l.Zone, l.Reason!)).Single());
    }

    private void Put(string name, Guid zone, params ImmutableArray<ZoneNode> below) => Put(name, zone, 1, below);

    private void Put(string name, Guid zone, int hosts, params ImmutableArray<ZoneNode> below)
    {
        var child = Infos.Child(name);
        _registry.Put(child);
        _registry.Succeeded(child.Id, Infos.Of(zone, Infos.With(hosts).Summary with { Children = below }), TimeSpan.Zero);
    }

    private (List<ChildQuestion> First, ChildQuestions All, NotAskedLines Lines) Questions(string zones, bool thenDoubted = false)
    {
        var ask = new TreeAsk(
            Planning.Request("""{"resources":{"VCPU":1},"zones":""" + zones + "}"), PlacementRequest.NoWeights, 1, [Guid.CreateVersion7()], 8, Planning.Now.AddSeconds(5));
        var screen = new ChildScreen(_registry.Book, 0);
        var questions = new ChildQuestions(screen, _registry, ask, "root");
        var lines = new NotAskedLines(screen, ask.Request, 64);
        var screening = screen.Sort(ask, "root");
        questions.Sort(screening, lines);
        if (thenDoubted)
        {
            questions.SortDoubted(screening, lines);
        }

        return (questions.First, questions, lines);
    }

    private static string Told(IEnumerable<ChildQuestion> questions) => string.Join(' ', questions.Select(q => $"{q.Child.Name}-{string.Join(',', q.Zones.Not)}"));

    private static ZoneNode Node(string name, Guid id, params ImmutableArray<ZoneNode> below) => new() { Name = name, Path = name, Id = id, State = "Online", Children = below };
}
