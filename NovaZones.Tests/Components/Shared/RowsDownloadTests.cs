using System.Text.Json;
using Bunit;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Components.Shared;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

/// <summary>Rows of a page as a file.</summary>
public sealed class RowsDownloadTests : ConsoleContext
{
    private static readonly string[] _columns = ["name", "count", "share", "at"];

    [Fact]
    public async Task Csv_RowsOfThePage_AreWrittenLikeTheOtherFiles()
    {
        Assert.Equal(
            "name,count,share,at\r\n'=cmd(),2,0.5,2026-07-01T12:00:00.000Z\r\n\"a,b\",,,\r\n".Replace("2026-07-01", Stored.Noon.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal),
            await this.SavedAsync(Rows(false), "some", "csv"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Json_RowsOfThePage_SayWhetherThereAreMore(bool isCut)
    {
        using var file = JsonDocument.Parse(await this.SavedAsync(Rows(isCut), "some", "json"));

        Assert.Equal(isCut, file.RootElement.GetProperty("truncated").GetBoolean());
        Assert.Equal("=cmd()", file.RootElement.GetProperty("items")[0].GetProperty("name").GetString());
        Assert.Equal(2, file.RootElement.GetProperty("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, file.RootElement.GetProperty("items")[1].GetProperty("at").ValueKind);
    }

    private IRenderedComponent<RowsDownload> Rows(bool isCut) => Render<RowsDownload>(p => p
        .Add(d => d.Name, "some").Add(d => d.Title, "Some rows").Add(d => d.Columns, _columns).Add(d => d.IsCut, isCut)
        .Add(d => d.Rows, () => [["=cmd()", 2, 0.5, Stored.Noon], ["a,b", null, null, null]]));
}
