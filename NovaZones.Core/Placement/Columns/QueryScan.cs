using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Query;

namespace NovaZones.Core.Placement.Columns;

/// <summary>Evaluates a JSON query over a block: set by set instead of host by host.</summary>
/// <remarks>
/// And, or and not work on sets and look, as <see cref="QueryEvaluator"/> does, only at rows for which the answer is still open, so
/// that trouble is noted for exactly the same hosts. A condition that reads one capability is evaluated once for every value that
/// occurs; one that compares what is free with a number runs over the column; all others fall back to the evaluator, row by row.
/// </remarks>
internal ref struct QueryScan
{
    private readonly FleetBlock _block;
    private readonly Candidate _candidate;
    private readonly Span<ulong> _missing;
    private readonly Span<ulong> _mismatch;

    private QueryScan(FleetBlock block, Span<ulong> missing, Span<ulong> mismatch)
    {
        _block = block;
        _missing = missing;
        _mismatch = mismatch;
        _candidate = new Candidate();
    }

    /// <summary>Rejects the hosts for which the query does not hold.</summary>
    public static void Reject(ref FilterScan scan, HostQuery query)
    {
        Span<ulong> missing = stackalloc ulong[RowSet.Words];
        Span<ulong> mismatch = stackalloc ulong[RowSet.Words];
        Span<ulong> failed = stackalloc ulong[RowSet.Words];
        Span<ulong> holds = stackalloc ulong[RowSet.Words];
        missing.Clear();
        mismatch.Clear();
        new QueryScan(scan.Block, missing, mismatch).Evaluate(query.Root, scan.Remaining, holds);

        scan.Remaining.CopyTo(failed);
        RowSet.Remove(failed, holds);
        RowSet.Keep(missing, failed);
        RowSet.Keep(mismatch, failed);
        scan.Reject(missing, QueryReasons.VariableMissing);
        scan.Reject(mismatch, QueryReasons.TypeMismatch);
        scan.Reject(failed, QueryReasons.NotSatisfied);
    }

    private readonly void Evaluate(QueryNode node, ReadOnlySpan<ulong> active, Span<ulong> holds)
    {
        switch (node)
        {
            case QueryNode.Constant constant:
                holds.Clear();
                if (constant.Value)
                {
                    active.CopyTo(holds);
                }

                break;
            case QueryNode.And and:
                All(and.Arguments, active, holds);
                break;
            case QueryNode.Not not:
                Span<ulong> all = stackalloc ulong[RowSet.Words];
                All(not.Arguments, active, all);
                active.CopyTo(holds);
                RowSet.Remove(holds, all);
                break;
            case QueryNode.Or or:
                Any(or.Arguments, active, holds);
                break;
            default:
                Leaf(node, active, holds);
                break;
        }
    }

    private readonly void All(QueryNode[] arguments, ReadOnlySpan<ulong> active, Span<ulong> holds)
    {
        Span<ulong> still = stackalloc ulong[RowSet.Words];
        active.CopyTo(holds);
        foreach (var argument in arguments)
        {
            holds.CopyTo(still);
            Evaluate(argument, still, holds);
        }
    }

    private readonly void Any(QueryNode[] arguments, ReadOnlySpan<ulong> active, Span<ulong> holds)
    {
        Span<ulong> open = stackalloc ulong[RowSet.Words];
        Span<ulong> one = stackalloc ulong[RowSet.Words];
        active.CopyTo(open);
        holds.Clear();
        foreach (var argument in arguments)
        {
            Evaluate(argument, open, one);
            RowSet.Add(holds, one);
            RowSet.Remove(open, one);
        }
    }

    private readonly void Leaf(QueryNode node, ReadOnlySpan<ulong> active, Span<ulong> holds)
    {
        if (TryFree(node, active, holds))
        {
            return;
        }

        if (OnlyCapability(node) is { } name)
        {
            ByValue(node, _block.Capability(name), active, holds);
            return;
        }

        holds.Clear();
        foreach (var row in RowSet.Each(active))
        {
            var trouble = QueryTrouble.None;
            _candidate.MoveTo(_block.Hosts[row]!);
            RowSet.Put(holds, row, QueryEvaluator.Evaluate(node, _candidate, ref trouble));
            Note(row, trouble);
        }
    }

    private readonly void ByValue(QueryNode node, CapabilityColumn column, ReadOnlySpan<ulong> active, Span<ulong> holds)
    {
        var values = column.Values;
        Span<bool> yes = stackalloc bool[values.Length];
        Span<bool> lacking = stackalloc bool[values.Length];
        Span<bool> unlike = stackalloc bool[values.Length];
        var anyLacking = false;
        var anyUnlike = false;
        for (var code = 0; code < values.Length; code++)
        {
            var trouble = QueryTrouble.None;
            yes[code] = QueryEvaluator.Evaluate(node, new OneValue(values[code]), ref trouble);
            anyLacking |= lacking[code] = trouble.HasFlag(QueryTrouble.VariableMissing);
            anyUnlike |= unlike[code] = trouble.HasFlag(QueryTrouble.TypeMismatch);
        }

        column.Select(yes, active, holds);
        Span<ulong> rows = stackalloc ulong[RowSet.Words];
        if (anyLacking)
        {
            column.Select(lacking, active, rows);
            RowSet.Add(_missing, rows);
        }

        if (anyUnlike)
        {
            column.Select(unlike, active, rows);
            RowSet.Add(_mismatch, rows);
        }
    }

    /// <summary>Serves "$free.X in an order relation to one number", the condition that placement asks most.</summary>
    private readonly bool TryFree(QueryNode node, ReadOnlySpan<ulong> active, Span<ulong> holds)
    {
        if (node is not QueryNode.Comparison { First.Variable: { Kind: QueryVariableKind.Free } variable, Others: [{ Variable: null, Literal.Kind: CapabilityKind.Number } other] } comparison)
        {
            return false;
        }

        var number = other.Literal.Number;
        var (atLeast, below) = comparison.Operator switch
        {
            QueryOperator.GreaterOrEqual => (Math.Ceiling(number), double.PositiveInfinity),
            QueryOperator.Greater => (Math.Floor(number) + 1, double.PositiveInfinity),
            QueryOperator.Less => (double.NegativeInfinity, Math.Ceiling(number)),
            QueryOperator.LessOrEqual => (double.NegativeInfinity, Math.Floor(number) + 1),
            _ => (double.NaN, double.NaN),
        };
        var bound = double.IsNegativeInfinity(atLeast) ? below : atLeast;
        var column = _block.Resource(variable.Name);

        // Whole numbers within 32 bits only: there the comparison of integers is that of doubles.
        if (!column.IsExact || double.IsNaN(bound) || bound is < int.MinValue + 1.0 or > int.MaxValue)
        {
            return false;
        }

        Span<ulong> rows = stackalloc ulong[RowSet.Words];
        column.WithFree((long)bound, rows);
        active.CopyTo(holds);
        RowSet.Keep(holds, column.Has);
        if (double.IsNegativeInfinity(atLeast))
        {
            RowSet.Remove(holds, rows);
        }
        else
        {
            RowSet.Keep(holds, rows);
        }

        active.CopyTo(rows);
        RowSet.Remove(rows, column.Has);
        RowSet.Add(_missing, rows);
        return true;
    }

    private readonly void Note(int row, QueryTrouble trouble)
    {
        if (trouble.HasFlag(QueryTrouble.VariableMissing))
        {
            RowSet.Put(_missing, row, true);
        }

        if (trouble.HasFlag(QueryTrouble.TypeMismatch))
        {
            RowSet.Put(_mismatch, row, true);
        }
    }

    /// <summary>The one capability that a condition reads, or null when it reads anything else.</summary>
    private static string? OnlyCapability(QueryNode node)
    {
        string? name = null;
        return node switch
        {
            QueryNode.Comparison c => Read(c.First.Variable, ref name) && c.Others.All(o => Read(o.Variable, ref name)) ? name : null,
            QueryNode.In i => Read(i.Value.Variable, ref name) && i.Variables.All(v => Read(v, ref name)) ? name : null,
            _ => null,
        };

        static bool Read(QueryVariable? variable, ref string? name)
        {
            if (variable is null)
            {
                return true;
            }

            if (variable.Kind != QueryVariableKind.Capability || (name is not null && name != variable.Name))
            {
                return false;
            }

            name = variable.Name;
            return true;
        }
    }

    /// <summary>A host of which only one capability is asked.</summary>
    private readonly struct OneValue(CapabilityValue? held) : IQueryFacts
    {
        public bool TryGet(QueryVariable variable, out CapabilityValue value)
        {
            value = held ?? default;
            return held is not null;
        }
    }
}
