namespace NovaZones.Core.Fleet.History;

/// <summary>Writes down what hosts offer and what is used of it, host by host when it differs from what was written last.</summary>
/// <remarks>One caller at a time. After a start everything is written once, since nobody knows what stands there.</remarks>
public sealed class HostSampler(FleetView view, IHostHistoryStore store, TimeProvider time)
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Longest time for which an unchanged host is not written again; whoever reads a span of time reads this much more before it.</summary>
    public static readonly TimeSpan Repeat = TimeSpan.FromHours(12);

    private Dictionary<Guid, Written> _written = [];

    /// <summary>Looks at every host.</summary>
    /// <returns>How many were written.</returns>
    public async Task<int> SampleAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var fleet = view.Current;
        var news = new List<HostFigures>();
        var written = new Dictionary<Guid, Written>(fleet.Count); // without those that are gone
        foreach (var host in fleet.Hosts)
        {
            var figures = HostFigures.Of(host);
            var mark = MarkOf(figures);
            if (_written.TryGetValue(host.Id, out var last) && last.Mark == mark && now - last.At < Repeat)
            {
                written.Add(host.Id, last);
            }
            else
            {
                news.Add(figures);
                written.Add(host.Id, new Written(mark, now));
            }
        }

        if (news.Count > 0)
        {
            await store.AppendAsync(now, news, cancellationToken).ConfigureAwait(false);
        }

        _written = written;
        return news.Count;
    }

    // A figure of 64 bits instead of the figures: of 100,000 hosts only a few megabytes are kept.
    private static ulong MarkOf(HostFigures figures)
    {
        var mark = 14695981039346656037UL;
        foreach (var each in figures.Classes)
        {
            foreach (var letter in each.ResourceClass)
            {
                mark = (mark ^ letter) * 1099511628211UL;
            }

            mark = (mark ^ (ulong)each.Capacity) * 1099511628211UL;
            mark = (mark ^ (ulong)each.Used) * 1099511628211UL;
        }

        return mark;
    }

    private readonly record struct Written(ulong Mark, DateTimeOffset At);
}
