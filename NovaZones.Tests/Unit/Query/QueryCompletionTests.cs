using NovaZones.Core.Query;
using NovaZones.Web.Features.Hosts.Completion;
using Xunit;

namespace NovaZones.Tests.Unit.Query;

public sealed class QueryCompletionTests
{
    private static readonly QueryVocabulary _words = new(
        ["$free.MEMORY_MB", "$free.VCPU", "$host.name", "$rack", "$trait.HW_A"],
        new Dictionary<string, IReadOnlyList<string>> { ["$rack"] = ["\"r1\"", "\"r2\""], ["$trait.HW_A"] = ["true", "false"] });

    [Theory]
    [InlineData("", "")]
    [InlineData("p3", "")]
    [InlineData("[\"=\", \"$rack\", \"r1\"]", "")] // complete
    [InlineData("[", "=|!=|<|<=|>|>=|in|and|or|not")]
    [InlineData("[\"n", "not|in|and")]
    [InlineData("[\"=\"", "$free.MEMORY_MB|$free.VCPU|$host.name|$rack|$trait.HW_A")]
    [InlineData("[\"=\", \"$free", "$free.MEMORY_MB|$free.VCPU")]
    [InlineData("[\"=\", \"rac", "$rack")]
    [InlineData("[\"=\", \"$rack\", \"r", "\"r1\"|\"r2\"|$free.MEMORY_MB|$free.VCPU|$rack|$trait.HW_A")]
    [InlineData("[\"=\", \"$trait.HW_A\", t", "true|$host.name|$trait.HW_A")]
    [InlineData("[\"and\", [\"=\", \"$rack\", \"r1\"]", "]|=|!=|<|<=|>|>=|in|and|or|not")]
    [InlineData("[\"and\", {", "")]
    [InlineData("]", "")]
    public void Suggest_AtTheEnd_OffersWhatMayFollow(string text, string labels) =>
        Assert.Equal(labels, string.Join('|', QueryCompletion.Suggest(text, _words).Select(s => s.Label)));

    [Fact]
    public void Suggest_TakenOneAfterAnother_MakesAQueryThatIsRead()
    {
        var text = "[";
        foreach (var label in new[] { "and", ">=", "$free.MEMORY_MB" })
        {
            text = Take(text, label);
        }

        text += "1024]";
        foreach (var label in new[] { "in", "$rack", "\"r2\"", "]", "]" })
        {
            text = Take(text, label);
        }

        Assert.Equal("""["and", [">=", "$free.MEMORY_MB", 1024], ["in", "$rack", "r2"]]""", text);
        Assert.True(QueryParser.TryParse(text, out _, out _));
    }

    private static string Take(string text, string label) => QueryCompletion.Suggest(text, _words).First(s => s.Label == label).Text;
}
