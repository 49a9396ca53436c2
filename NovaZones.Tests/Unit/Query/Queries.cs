using NovaZones.Core.Query;
using Xunit;

namespace NovaZones.Tests.Unit.Query;

/// <summary>Parses where the test is about something else than parsing.</summary>
internal static class Queries
{
    public static HostQuery Parse(string text)
    {
        Assert.True(QueryParser.TryParse(text, out var query, out var faults), string.Join('\n', faults));
        return query;
    }

    public static IReadOnlyList<QueryFault> Faults(string text)
    {
        Assert.False(QueryParser.TryParse(text, out var query, out var faults));
        Assert.Null(query);
        return faults;
    }

    /// <summary><c>not</c> around a comparison until the arrays nest to the depth.</summary>
    public static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("[\"not\",", depth - 1)) + "[\"=\",1,1]" + new string(']', depth - 1);
}
