using NovaZones.Core;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NovaZones.Web.Errors;
using Xunit;

namespace NovaZones.Tests.Unit.Errors;

public sealed class StrictJsonTests
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    [Fact]
    public void Read_ManyFaults_NamesEachWithItsPath()
    {
        var faults = Read("""{"count":"3","lines":[{"amounts":{"VCPU":1.5},"x":1},null,7],"tags":["a",null],"name":null,"Count":1,"name":"n"}""", out var body);

        Assert.Null(body);
        Assert.Equal(
            [
                new Fault("count", "must be a whole number, at most 2147483647 either way."),
                new Fault("lines[0].amounts.VCPU", "must be a whole number, at most 9223372036854775807 either way."),
                new Fault("lines[0].x", "is not a known field."),
                new Fault("lines[1]", "must not be null."),
                new Fault("lines[2]", "must be an object."),
                new Fault("tags[1]", "must not be null."),
                new Fault("name", "must not be null."),
                new Fault("Count", "is not a known field."),
                new Fault("name", "is given twice."),
            ],
            faults);
    }

    [Theory]
    [InlineData("[]", "", "must be an object.")]
    [InlineData("null", "", "must be an object.")]
    [InlineData("""{"count":1}""", "name", "is required.")]
    [InlineData("""{"name":"n","count":2147483648}""", "count", "must be a whole number, at most 2147483647 either way.")]
    [InlineData("""{"name":"n","lines":{}}""", "lines", "must be a list.")]
    public void Read_OneFault_NamesIt(string json, string field, string message)
    {
        Assert.Equal([new Fault(field, message)], Read(json, out _));
    }

    [Fact]
    public void Read_GoodBody_GivesIt()
    {
        var faults = Read("""{"name":"n","count":2,"lines":[{"amounts":{"VCPU":4}}],"note":null}""", out var body);

        Assert.Empty(faults);
        Assert.Equal(("n", 2, 4L, null), (body!.Name, body.Count, body.Lines![0].Amounts["VCPU"], body.Note));
    }

    private static IReadOnlyList<Fault> Read(string json, out Body? body)
    {
        using var document = JsonDocument.Parse(json);
        return StrictJson.Read(document.RootElement, _options, out body);
    }

    private sealed record Body
    {
        public required string Name { get; init; }

        public int Count { get; init; }

        public IReadOnlyList<Line>? Lines { get; init; }

        public IReadOnlyList<string>? Tags { get; init; }

        public string? Note { get; init; }
    }

    private sealed record Line(IReadOnlyDictionary<string, long> Amounts);
}
