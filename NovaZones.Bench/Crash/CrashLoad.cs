using System.Globalization;
using System.Text.Json;

namespace NovaZones.Bench.Crash;

/// <summary>One caller of one round: places, releases, reports and retries at random until the zone is gone.</summary>
internal sealed class CrashLoad(CrashZone zone, CrashJournal journal)
{
    public async Task RunAsync()
    {
        // First what the last round left without an answer: the key must give one effect, whatever became of the first try.
        foreach (var open in journal.Entries.Where(e => e.Status == 0).ToList())
        {
            if (!await PlaceAsync(open).ConfigureAwait(false))
            {
                return;
            }
        }

        while (await StepAsync().ConfigureAwait(false))
        {
        }
    }

    private Task<bool> StepAsync() => journal.Random.Next(100) switch
    {
        < 50 => PlaceAsync(journal.Add()),
        < 80 => Pick(e => e.IsHeld) is { } held ? ReleaseAsync(held) : PlaceAsync(journal.Add()),
        < 90 => Pick(e => e.Status == 201) is { } earlier ? RetryAsync(earlier) : PlaceAsync(journal.Add()),
        _ => ReportAsync(),
    };

    private CrashEntry? Pick(Func<CrashEntry, bool> which)
    {
        // Of the newest ones: the journal grows with the rounds.
        var some = journal.Entries.TakeLast(400).Where(which).ToList();
        return some.Count == 0 ? null : some[journal.Random.Next(some.Count)];
    }

    private async Task<bool> PlaceAsync(CrashEntry entry)
    {
        if (await SendAsync(entry).ConfigureAwait(false) is not { } answer)
        {
            return false;
        }

        if (answer.Status is 201 or 409)
        {
            using var body = JsonDocument.Parse(answer.Body);
            entry.Status = answer.Status;
            entry.Answer = answer.Body;
            entry.ReservationId = body.RootElement.GetProperty("reservationId").GetString();
            entry.Instances = answer.Status == 201 ? [.. body.RootElement.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("id").GetGuid())] : [];
        }
        else
        {
            journal.Contradictions.Add($"key {entry.Key} was answered {answer.Status}: {answer.Body}");
            return false;
        }

        return true;
    }

    private async Task<bool> RetryAsync(CrashEntry entry)
    {
        if (await SendAsync(entry).ConfigureAwait(false) is not { } answer)
        {
            return false;
        }

        if (answer.Status != entry.Status || answer.Body != entry.Answer)
        {
            journal.Contradictions.Add($"key {entry.Key} was answered {entry.Answer} and then {answer.Status} {answer.Body}");
        }

        return true;
    }

    private Task<(int Status, string Body)?> SendAsync(CrashEntry entry) => zone.SendAsync(
        HttpMethod.Post,
        "/api/v1/placements",
        string.Create(CultureInfo.InvariantCulture, $$$"""{"count":{{{1 + (entry.Key.Length % 3)}}},"minCount":1,"resources":{"VCPU":2,"MEMORY_MB":1024}}"""),
        entry.Key);

    private async Task<bool> ReleaseAsync(CrashEntry entry)
    {
        entry.ReleaseSent = true;
        var answer = await zone.SendAsync(HttpMethod.Delete, $"/api/v1/placements/{entry.ReservationId}", null, null).ConfigureAwait(false);
        if (answer is { Status: >= 200 and < 300 })
        {
            entry.Released = true;
        }
        else if (answer is { } other)
        {
            journal.Contradictions.Add($"the release of {entry.ReservationId} was answered {other.Status}: {other.Body}");
        }

        return answer is not null;
    }

    private async Task<bool> ReportAsync()
    {
        journal.TotalSent++;
        var answer = await zone.SendAsync(HttpMethod.Put, $"/api/v1/hosts/{journal.Host}", Report(journal.TotalSent), null).ConfigureAwait(false);
        if (answer is { Status: >= 200 and < 300 })
        {
            journal.TotalAnswered = journal.TotalSent;
        }
        else if (answer is { } other)
        {
            journal.Contradictions.Add($"the report of {journal.Host} was answered {other.Status}: {other.Body}");
        }

        return answer is not null;
    }

    internal static string Report(long total) =>
        string.Create(CultureInfo.InvariantCulture, $$$"""{"inventories":{"VCPU":{{{total}}},"MEMORY_MB":65536}}""");
}
