using System.Globalization;

namespace NovaZones.Bench.Crash;

/// <summary>Rounds of load, <c>kill -9</c> and check on one zone's file.</summary>
internal static class CrashRun
{
    private const int Callers = 8;
    private const int SpareHosts = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <returns>Rounds that found a breach.</returns>
    public static async Task<int> RunAsync(int rounds, int seed, string directory, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var journals = Enumerable.Range(0, Callers).Select(caller => new CrashJournal(caller, seed)).ToList();
        var bad = 0;
        for (var round = 1; round <= rounds; round++)
        {
            var milliseconds = await LoadAndKillAsync(journals, random, directory, isFirst: round == 1, cancellationToken).ConfigureAwait(false);
            var breaches = CrashCheck.Run(Path.Combine(directory, "zone.db"), journals);
            var entries = journals.SelectMany(j => j.Entries).ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round,4}  killed after {milliseconds,5} ms  answered {entries.Count(e => e.Status == 201),6} placed {entries.Count(e => e.Status == 409),6} refused {entries.Count(e => e.Released),6} released  without answer {entries.Count(e => e.Status == 0),3}  {(breaches.Count == 0 ? "holds" : $"BROKEN ({breaches.Count})")}"));
            foreach (var breach in breaches.Take(20))
            {
                Console.WriteLine($"  {breach}");
            }

            bad += breaches.Count == 0 ? 0 : 1;
            journals.ForEach(j => j.Contradictions.Clear());
        }

        return bad;
    }

    private static async Task<int> LoadAndKillAsync(List<CrashJournal> journals, Random random, string directory, bool isFirst, CancellationToken cancellationToken)
    {
        var zone = await CrashZone.StartAsync(directory, cancellationToken).ConfigureAwait(false);
        await using (zone.ConfigureAwait(false))
        {
            if (isFirst)
            {
                for (var host = 0; host < Callers + SpareHosts; host++)
                {
                    var answer = await zone.SendAsync(HttpMethod.Put, $"/api/v1/hosts/h{host}", CrashLoad.Report(CrashZone.FirstTotal), null).ConfigureAwait(false);
                    if (answer is not { Status: >= 200 and < 300 })
                    {
                        throw new InvalidOperationException($"The first report was answered {answer?.Status}: {answer?.Body}");
                    }
                }
            }

            var load = journals.Select(j => Task.Run(() => new CrashLoad(zone, j).RunAsync(), CancellationToken.None)).ToList();
            var milliseconds = random.Next(20, 1500);
            if (random.Next(5) > 0)
            {
                // A process that has just started takes its time for the first answer; a round that ends before shows little.
                await Task.WhenAny(zone.Answered, Task.Delay(Patience, cancellationToken)).ConfigureAwait(false);
            }

            await Task.Delay(milliseconds, cancellationToken).ConfigureAwait(false);
            await zone.KillAsync().ConfigureAwait(false);
            await Task.WhenAll(load).ConfigureAwait(false);
            return milliseconds;
        }
    }
}
