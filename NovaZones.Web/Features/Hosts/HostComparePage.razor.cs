using Microsoft.AspNetCore.Components;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;
using NovaZones.Core.Zones;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Features.Overview;

namespace NovaZones.Web.Features.Hosts;

/// <summary>Two hosts of the zone side by side: what they are, and how they stand for a request that is common here. Hosts and request live in the address.</summary>
public partial class HostComparePage
{
    // Asked for where nothing was yet: the least that every host with a processor could take.
    private const string Least = """{"resources":{"VCPU":1}}""";

    private static readonly ChangeTopic[] _topics = [ChangeTopic.Hosts, ChangeTopic.Placements];

    private IReadOnlyList<Host> _hosts = [];
    private IReadOnlyList<SelectOption> _requests = [];
    private string _request = Least;

    /// <summary>The hosts.</summary>
    [Inject]
    public required FleetView Fleet { get; init; }

    /// <summary>Knows which requests are common.</summary>
    [Inject]
    public required ZoneOverview Overview { get; init; }

    /// <summary>Builds addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>One host.</summary>
    [SupplyParameterFromQuery(Name = "first")]
    public string? First { get; set; }

    /// <summary>The other.</summary>
    [SupplyParameterFromQuery(Name = "second")]
    public string? Second { get; set; }

    /// <summary>The request for which they are compared, as JSON; null for the commonest.</summary>
    [SupplyParameterFromQuery(Name = "request")]
    public string? Request { get; set; }

    private string Missing => string.IsNullOrEmpty(First) || string.IsNullOrEmpty(Second)
        ? L["MissingText"]
        : L["UnknownText", string.Join(", ", new[] { First, Second }.Where(name => Fleet.Current.Find(name) is null))];

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var common = Overview.Current().Summary.Fits is { IsDefault: false } fits ? fits.Select(fit => fit.Request).ToList() : [];
        if (common.Count == 0)
        {
            common.Add(Least);
        }

        // Only what is offered: an address that somebody sent names a request that may be common no more.
        _request = Request is not null && common.Contains(Request) ? Request : common[0];
        _requests = [.. common.Select(request => new SelectOption(request, string.Join(", ", RequestWords.Of(request))))];
        Read();
    }

    private void Read()
    {
        var fleet = Fleet.Current;
        _hosts = [.. new[] { First, Second }.Select(name => string.IsNullOrEmpty(name) ? null : fleet.Find(name)).OfType<Host>()];
    }

    private void Choose(string request) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("request", request), replace: true);
}
