using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Wire;
using Xunit;

namespace NovaZones.Tests.Unit.Federation;

/// <summary>Multipliers on the wire: as any dictionary, only that the same ones are the same object.</summary>
public sealed class MultipliersConverterTests
{
    private const string Question = """{"request":{"resources":{"VCPU":1}},"count":1,"weights":WEIGHTS,"path":[],"hopsLeft":3,"deadlineMs":5000}""";

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"cpu":1,"ram":-2.5,"spread:rack":1e300}""")]
    [InlineData("""{"ram":"0.1","cpu":3}""")]
    [InlineData("""{ "\u0063pu" : 1.0 , "ram" : 100e-2 }""")]
    public void Read_Multipliers_AreThoseOfAnyDictionary(string weights)
    {
        var expected = JsonSerializer.Deserialize<Dictionary<string, double>>(weights, WireJson.Options)!;

        // Twice: what is recognised must be what is read.
        foreach (var read in new[] { Read(weights), Read(weights) })
        {
            Assert.Equal(expected.OrderBy(w => w.Key, StringComparer.Ordinal), read);
        }
    }

    [Fact]
    public void Read_TheSameAgain_IsTheSameObjectAndOthersAreNot()
    {
        var first = Read("""{"cpu":1,"ram":2}""");

        Assert.Same(first, Read("""{"cpu":1,"ram":2}"""));
        foreach (var other in new[] { """{"cpu":1}""", """{"cpu":1,"ram":2.5}""", """{"cpu":1,"ram":2,"rom":2}""", """{"cpu":1,"rom":2}""", "{}" })
        {
            Assert.Equal(JsonSerializer.Deserialize<SortedDictionary<string, double>>(other), Read(other));
        }
    }

    [Fact]
    public void Read_AfterMultipliers_GoesOnBehindThem()
    {
        foreach (var _ in new[] { 1, 2 })
        {
            var body = Body("""{"cpu":1}""");
            Assert.Equal((3, 5000), (body.HopsLeft, body.DeadlineMs));
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("""{"cpu":{}}""")]
    [InlineData("""{"cpu":null}""")]
    public void Read_SomethingElse_NamesTheMember(string weights)
    {
        Read("""{"cpu":1}""");

        var fault = Assert.Throws<JsonException>(() => Body(weights));

        Assert.StartsWith("$.weights", fault.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Multipliers_ReadsBack()
    {
        var weights = new Dictionary<string, double> { ["ram"] = 0.1, ["cpu"] = -1e-9, ["spread:\"rack\""] = 5 }.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var body = Body("{}") with { Weights = weights };

        foreach (var _ in new[] { 1, 2 })
        {
            var json = JsonNode.Parse(JsonSerializer.Serialize(body, WireJson.Options))!["weights"]!.ToJsonString();
            Assert.Equal(weights, Read(json));
        }

        Assert.Contains("\"weights\":{}", JsonSerializer.Serialize(body with { Weights = Read("{}") }, WireJson.Options), StringComparison.Ordinal);
    }

    private static ImmutableSortedDictionary<string, double> Read(string weights) => Body(weights).Weights;

    private static SelectBody Body(string weights) =>
        JsonSerializer.Deserialize<SelectBody>(Question.Replace("WEIGHTS", weights, StringComparison.Ordinal), WireJson.Strict)!;
}
