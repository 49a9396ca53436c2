using System.Collections.Concurrent;
using System.Globalization;

namespace NovaZones.Bench.Soak;

/// <summary>Counts every answer and keeps those that nobody but the zone is to blame for. Thread-safe.</summary>
internal sealed class AnswerLog(FaultWindows faults)
{
    private const int MostFindings = 200;

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _findings = new();
    private int _wrong;

    /// <summary>Answers by what was asked and their status; 0 stands for none.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>The first answers that count against the zones.</summary>
    public IReadOnlyList<string> Findings => [.. _findings];

    /// <summary>How many answers count against the zones.</summary>
    public int Wrong => _wrong;

    /// <summary>Takes down an answer.</summary>
    /// <param name="what">Zone, method and route.</param>
    /// <param name="status">Its status; null when none came.</param>
    /// <param name="began">When the question was sent, as the clock's timestamp.</param>
    /// <param name="expected">Says which statuses below 500 are right; null for all of them.</param>
    /// <param name="detail">What the zone said about a failure.</param>
    public void Add(string what, int? status, long began, Func<int, bool>? expected = null, string? detail = null)
    {
        _counts.AddOrUpdate(string.Create(CultureInfo.InvariantCulture, $"{what} {status ?? 0}"), 1, (_, count) => count + 1);
        if (IsRight(status, faults.Touch(began), expected))
        {
            return;
        }

        if (Interlocked.Increment(ref _wrong) <= MostFindings)
        {
            _findings.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{what} was answered {(status is { } code ? code : "not at all")}: {detail}"));
        }
    }

    /// <summary>
    /// While a child is away or a line is cut, no answer and 503 or 504 are honest; at any other time nothing from 500 on is, nor silence. A 500
    /// never is.
    /// </summary>
    internal static bool IsRight(int? status, bool isDisturbed, Func<int, bool>? expected) => status switch
    {
        null or 503 or 504 => isDisturbed,
        >= 500 => false,
        { } code => expected is null || expected(code),
    };
}
