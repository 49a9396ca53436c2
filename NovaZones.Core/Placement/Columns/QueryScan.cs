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
    private readonly ValueMemo<QueryFindings> _memo;
    private readonly Span<ulong> _missing;
    private readonly Span<ulong> _mismatch;

    private QueryScan(FleetBlock block, ValueMemo<QueryFindings> memo, Span<ulong> missing, Span<ulong> mismatch)
    {
        _block = block;
        _memo = memo;
        _missing = missing;
        _mismatch = mismatch;
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
        new QueryScan(scan.Block, scan.Memo.Findings, missing, mismatch).Evaluate(query.Root, scan.Remaining, holds);

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
        var candidate = new Candidate();
        foreach (var row in RowSet.Each(active))
        {
            var trouble = QueryTrouble.None;
            candidate.MoveTo(_block.Hosts[row]!);
            RowSet.Put(holds, row, QueryEvaluator.Evaluate(node, candidate, ref trouble));
            Note(row, trouble);
        }
    }

    private readonly void ByValue(QueryNode node, CapabilityColumn column, ReadOnlySpan<ulong> active, Span<ulong> holds)
    {
        var findings = _memo.Find(node, column.Values) ?? _memo.Add(node, column.Values, QueryFindings.Of(node, column.Values));
        column.WithCodes(findings.Holds, active, holds);
        if (findings.HasTrouble)
        {
            Span<ulong> rows = stackalloc ulong[RowSet.Words];
            column.WithCodes(findings.Missing, active, rows);
            RowSet.Add(_missing, rows);
            column.WithCodes(findings.Mismatch, active, rows);
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
        if (column.LeastFree >= bound)
        {
            rows.Fill(ulong.MaxValue);
        }
        else
        {
            column.WithFree((long)bound, rows);
        }

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
        switch (node)
        {
            case QueryNode.Comparison comparison:
                var one = Read(comparison.First.Variable, ref name);
                foreach (var other in comparison.Others)
                {
                    one &= Read(other.Variable, ref name);
                }

                return one ? name : null;
            case QueryNode.In choice:
                var same = Read(choice.Value.Variable, ref name);
                foreach (var variable in choice.Variables)
                {
                    same &= Read(variable, ref name);
                }

                return same ? name : null;
            default:
                return null;
        }

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
}
