namespace NovaZones.Core.Query;

/// <summary>Collects the faults of one query.</summary>
/// <remarks>Bounded: 16 KiB of commas would otherwise answer with thousands of faults.</remarks>
internal sealed class QueryFaultList
{
    public const int Limit = 100;

    private readonly List<QueryFault> _faults = [];
    private bool _more;

    public IReadOnlyList<QueryFault> Faults => _faults;

    public void Add(string position, string message)
    {
        if (_faults.Count < Limit)
        {
            _faults.Add(new QueryFault(position, message));
        }
        else if (!_more)
        {
            _more = true;
            _faults.Add(new QueryFault(QueryParser.RootPosition, $"There are more faults than the {Limit} listed."));
        }
    }
}
