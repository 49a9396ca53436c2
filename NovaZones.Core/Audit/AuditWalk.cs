namespace NovaZones.Core.Audit;

/// <summary>One walk along the chain, from the oldest record that is kept to the end; remembers the first that does not hold.</summary>
internal sealed class AuditWalk(AuditHead head, AuditHead? expected)
{
    private AuditEntry? _first;
    private AuditEntry? _last;

    public long Records { get; private set; }

    public long First => _first?.Sequence ?? 0;

    public long LastSequence => _last?.Sequence ?? long.MinValue;

    public long? BrokenAt { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>Whether there is nothing more to learn.</summary>
    public bool IsOver => BrokenAt is not null || _last?.Sequence >= head.Sequence;

    public void Take(AuditEntry entry)
    {
        if (IsOver)
        {
            return;
        }

        Records++;
        _first ??= entry;
        if (_last is { } last && entry.Sequence != last.Sequence + 1)
        {
            Break(last.Sequence + 1, $"is missing: the next record is {entry.Sequence}");
        }
        else if (_last is { } before && !entry.PreviousHash.Span.SequenceEqual(before.Hash.Span))
        {
            Break(entry.Sequence, $"does not follow from record {before.Sequence}: it names another hash before it");
        }
        else if (!AuditChain.HashOf(entry).AsSpan().SequenceEqual(entry.Hash.Span))
        {
            Break(entry.Sequence, "was altered: its hash is not that of what it says");
        }
        else if (expected?.Sequence == entry.Sequence && !expected.Hash.Span.SequenceEqual(entry.Hash.Span))
        {
            Break(entry.Sequence, "is not the record that was noted elsewhere under this number");
        }

        _last = entry;
    }

    /// <summary>Holds the two ends of the chain against what is known of them.</summary>
    public void End(AuditAnchor? anchor)
    {
        if (BrokenAt is not null)
        {
            return;
        }

        CheckStart(anchor);
        if (BrokenAt is not null)
        {
            return;
        }

        var last = _last is null ? new AuditHead(0, AuditChain.Start) : new AuditHead(_last.Sequence, _last.Hash);
        if (last.Sequence < head.Sequence)
        {
            Break(last.Sequence + 1, $"is missing: the chain ends at record {head.Sequence}");
        }
        else if (!last.Hash.Span.SequenceEqual(head.Hash.Span))
        {
            Break(last.Sequence, "is not the record with which the chain ended");
        }
        else if (expected is not null && expected.Sequence > last.Sequence)
        {
            Break(last.Sequence + 1, $"is missing: record {expected.Sequence} was noted elsewhere");
        }
    }

    /// <summary>Nothing may stand behind the end.</summary>
    public void EndNoLaterThan(AuditEntry newest, AuditHead end)
    {
        if (newest.Sequence > end.Sequence)
        {
            Break(end.Sequence + 1, $"stands behind the end of the chain, which is record {end.Sequence}");
        }
    }

    private void CheckStart(AuditAnchor? anchor)
    {
        if (_first is null)
        {
            return;
        }

        if (_first.Sequence == 1 && anchor is null)
        {
            if (!_first.PreviousHash.Span.SequenceEqual(AuditChain.Start.Span))
            {
                Break(1, "is the first and names a record before it");
            }
        }
        else if (anchor is null)
        {
            Break(_first.Sequence > 1 ? 1 : _first.Sequence, $"is missing: the first record kept is {_first.Sequence}, and no pruning is recorded");
        }
        else if (_first.Sequence != anchor.Sequence + 1)
        {
            Break(Math.Min(_first.Sequence, anchor.Sequence + 1), $"is not where the recorded pruning ended: records up to {anchor.Sequence} were deleted, the first kept is {_first.Sequence}");
        }
        else if (!string.Equals(Convert.ToHexString(_first.PreviousHash.Span), anchor.Hash, StringComparison.OrdinalIgnoreCase))
        {
            Break(_first.Sequence, "does not follow from the last record that was pruned");
        }
    }

    private void Break(long sequence, string problem)
    {
        BrokenAt ??= sequence;
        Problem ??= $"Record {sequence} {problem}.";
    }
}
