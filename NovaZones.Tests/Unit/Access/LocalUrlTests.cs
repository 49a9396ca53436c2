using NovaZones.Web.Features.Access;
using Xunit;

namespace NovaZones.Tests.Unit.Access;

public sealed class LocalUrlTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/hosts?q=up", "/hosts?q=up")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("hosts", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public void OrHome_Address_StaysOnThisZone(string? url, string expected)
    {
        Assert.Equal(expected, LocalUrl.OrHome(url));
    }
}
