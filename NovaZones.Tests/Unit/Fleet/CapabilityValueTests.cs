using System.Globalization;
using System.Text.Json;
using NovaZones.Core.Fleet;
using Xunit;

namespace NovaZones.Tests.Unit.Fleet;

public sealed class CapabilityValueTests
{
    [Theory]
    [InlineData("\"\"", CapabilityKind.Text, "")]
    [InlineData("\"kvm\"", CapabilityKind.Text, "kvm")]
    [InlineData("16", CapabilityKind.Number, "16")]
    [InlineData("-0.5", CapabilityKind.Number, "-0.5")]
    [InlineData("true", CapabilityKind.Boolean, "true")]
    [InlineData("false", CapabilityKind.Boolean, "false")]
    [InlineData("[]", CapabilityKind.List, "[]")]
    [InlineData("[\"a\",2,true]", CapabilityKind.List, "[a, 2, true]")]
    public void Json_AllowedValue_RoundTrips(string json, CapabilityKind kind, string text)
    {
        var value = JsonSerializer.Deserialize<CapabilityValue>(json);

        Assert.Equal(kind, value.Kind);
        Assert.Equal(text, value.ToString());
        Assert.Equal(json, JsonSerializer.Serialize(value));
        Assert.Equal(value, JsonSerializer.Deserialize<CapabilityValue>(json));
        Assert.Equal(value.GetHashCode(), JsonSerializer.Deserialize<CapabilityValue>(json).GetHashCode());
    }

    [Theory]
    [InlineData("null", "is null; allowed are text, a number, a boolean or a flat list of those")]
    [InlineData("{}", "is an object; allowed are text, a number, a boolean or a flat list of those")]
    [InlineData("1e999", "is a number too large to hold")]
    [InlineData("\"\\udc00\"", "is text with half of a surrogate pair")]
    [InlineData("[1,[2]]", "has a list as item 1; lists must be flat")]
    [InlineData("[null]", "has an item 0 that is null; allowed are text, a number, a boolean or a flat list of those")]
    public void Json_RefusedValue_SaysWhy(string json, string expected)
    {
        using var document = JsonDocument.Parse(json);

        Assert.False(CapabilityValue.TryFromJson(document.RootElement, out var value, out var fault));

        Assert.Equal(expected, fault);
        Assert.Equal(default, value);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CapabilityValue>(json));
    }

    [Fact]
    public void Json_NullInDictionary_IsRefused() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Dictionary<string, CapabilityValue>>("""{"a": null}"""));

    [Fact]
    public void Equals_OtherKindOrOrder_Differs()
    {
        Assert.NotEqual(CapabilityValue.FromText("1"), CapabilityValue.FromNumber(1));
        Assert.NotEqual(CapabilityValue.FromBoolean(true), CapabilityValue.FromNumber(1));
        Assert.NotEqual(List("a", "b"), List("b", "a"));
        Assert.True(List("a", "b") == List("a", "b"));
        Assert.Equal(CapabilityValue.FromNumber(0).GetHashCode(), CapabilityValue.FromNumber(-0.0).GetHashCode());
        Assert.Equal(CapabilityValue.FromText(""), default);
    }

    [Fact]
    public void Accessors_OfAnotherKind_Throw()
    {
        Assert.Throws<InvalidOperationException>(() => CapabilityValue.FromNumber(1).Text);
        Assert.Throws<InvalidOperationException>(() => CapabilityValue.FromText("1").Number);
        Assert.Throws<InvalidOperationException>(() => CapabilityValue.FromText("1").Boolean);
        Assert.Throws<InvalidOperationException>(() => CapabilityValue.FromText("1").Items);
        Assert.Equal([CapabilityValue.FromText("a")], List("a").Items);
    }

    [Fact]
    public void Factories_ForbiddenContent_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CapabilityValue.FromNumber(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => CapabilityValue.FromNumber(double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => CapabilityValue.FromList(List("a")));
    }

    [Fact]
    public void ToString_OtherCulture_StaysInvariant()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };

            Assert.Equal("0.5", CapabilityValue.FromNumber(0.5).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CapabilityValue List(params string[] items) => CapabilityValue.FromList([.. items.Select(CapabilityValue.FromText)]);
}
