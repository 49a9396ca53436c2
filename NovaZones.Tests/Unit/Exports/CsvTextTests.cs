using NovaZones.Web.Features.Exports;
using Xunit;

namespace NovaZones.Tests.Unit.Exports;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"so\"", "\"say \"\"so\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"")]
    [InlineData("-1", "'-1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData(-1, "-1")]
    [InlineData(null, "")]
    public void Cell_IsQuotedWhereNeededAndNeverAFormula(object? value, string cell) => Assert.Equal(cell, CsvText.Cell(value));

    [Fact]
    public void Line_MomentsAreUtcAndLinesEndAsTheFormatWants() =>
        Assert.Equal("h1,2026-05-01T10:00:00.000Z\r\n", CsvText.Line(["h1", new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.FromHours(2))]));
}
