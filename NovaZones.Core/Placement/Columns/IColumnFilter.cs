using NovaZones.Core.Placement.Filters;

namespace NovaZones.Core.Placement.Columns;

/// <summary>A filter that can judge a whole block of hosts at once.</summary>
/// <remarks>
/// <see cref="ICandidateFilter.Evaluate"/> is the specification: for every host both forms must agree on verdict and reason, which
/// property tests hold them to.
/// </remarks>
internal interface IColumnFilter : ICandidateFilter
{
    /// <summary>Strikes the rows that do not pass, each with its reason; the conditions in the order in which Evaluate looks at them.</summary>
    void Scan(ref FilterScan scan);
}
