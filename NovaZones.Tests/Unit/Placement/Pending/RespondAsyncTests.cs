using Microsoft.Extensions.Primitives;
using NovaZones.Web.Features.Placements;
using Xunit;

namespace NovaZones.Tests.Unit.Placement.Pending;

public sealed class RespondAsyncTests
{
    [Theory]
    [InlineData(true, "respond-async")]
    [InlineData(true, "Respond-Async; foo=\"bar\", wait=10")]
    [InlineData(true, "return=minimal", "wait=3 , respond-async")]
    [InlineData(false, "respond-asynchronously")]
    [InlineData(false, "return=respond-async")]
    [InlineData(false)]
    public void IsPreferred_OfHeaderLines_FindsThePreference(bool expected, params string[] lines) =>
        Assert.Equal(expected, RespondAsync.IsPreferred(new StringValues(lines)));
}
