using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation.Books;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>Settles zones without waiting for their jobs, and reads their records as an auditor would: over the API.</summary>
internal static class Books
{
    /// <summary>Settings of a zone whose doubts end quickly.</summary>
    public static readonly string[] Quick =
    [
        "Federation:PollInterval=00:00:01", "Federation:ReconcileAge=00:00:01", "Federation:ReconcileInterval=00:00:59", "Federation:ChildTimeout=00:00:02",
        "Federation:BreakerOpenTime=00:00:00.1", "Federation:MaxPollInterval=00:00:01",
    ];

    /// <summary>What the two settling jobs do in one round.</summary>
    public static async Task SettleAsync(this ZoneHost zone)
    {
        await zone.Services.GetRequiredService<SettleService>().SettleAsync(CancellationToken.None);
        await zone.Services.GetRequiredService<ChildBooks>().CompareAsync(CancellationToken.None);
    }

    /// <summary>Settles these zones, again and again, until the condition holds.</summary>
    public static Task SettleUntilAsync(Func<Task<bool>> condition, params ZoneHost[] zones) => Eventually.IsTrueAsync(async () =>
    {
        foreach (var zone in zones)
        {
            await zone.SettleAsync();
        }

        return await condition();
    });

    /// <summary>Ids of the instances of every reservation that is not over, by state.</summary>
    public static async Task<ILookup<string, string>> InstancesAsync(this ZoneHost zone)
    {
        var found = new List<(string State, string Id)>();
        string? cursor = null;
        do
        {
            var page = await zone.GetAsync($"/api/v1/placements?limit=500{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            foreach (var reservation in page.GetProperty("items").EnumerateArray())
            {
                var whole = await zone.GetAsync($"/api/v1/placements/{reservation.GetProperty("reservationId").GetString()}");
                found.AddRange(whole.GetProperty("instances").EnumerateArray().Select(i => (i.GetProperty("state").GetString()!, i.GetProperty("id").GetString()!)));
            }

            cursor = page.TryGetProperty("nextCursor", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
        }
        while (cursor is not null);
        return found.ToLookup(f => f.State, f => f.Id);
    }
}
