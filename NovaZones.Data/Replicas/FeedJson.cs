using System.Text.Json;
using NovaZones.Core.Replicas;

namespace NovaZones.Data.Replicas;

/// <summary>How the body of a change stands in its column.</summary>
internal static class FeedJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static string Write(FeedBody body) => ReferenceEquals(body, FeedBody.None) ? "{}" : JsonSerializer.Serialize(body, Options);

    public static FeedBody Read(string json) => json == "{}" ? FeedBody.None : JsonSerializer.Deserialize<FeedBody>(json, Options) ?? FeedBody.None;
}
