using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Filters;

namespace NovaZones.Core.Placement.Capacity;

/// <summary>Counts how many instances of one request a host still holds, by placing them virtually.</summary>
internal static class HostRoom
{
    /// <summary>Most that is counted on one host; more is reported as this.</summary>
    public const int Most = 100_000;

    /// <summary>Instances that fit on a host which passes every filter now, as far as they are counted.</summary>
    public static int Of(PlacementContext context, Host host, int most = Most)
    {
        if (DependsOnUseAlone(context))
        {
            return Math.Min(most, OfSingleClasses(context.Request, host));
        }

        var candidate = new Candidate();
        var count = 0;
        while (count < most && ResourceFit.Arrange(context.Request, host) is { } parts)
        {
            count++;
            host = host.WithInstance(parts, context.Request.Group?.Key);
            candidate.MoveTo(host);
            if (!PassesAll(context, candidate))
            {
                break;
            }
        }

        return count;
    }

    /// <summary>Whether nothing but what is free can end the counting; then no instance needs to be placed.</summary>
    private static bool DependsOnUseAlone(PlacementContext context) =>
        context.Request.Groups.IsEmpty && context.Request.Query is null && context.Request.Group is null && !HasLimit(context);

    /// <summary>Whether a limit per host, which each instance placed brings nearer, is in force.</summary>
    private static bool HasLimit(PlacementContext context)
    {
        if (context.HostLimits is { MaxInstances: 0, MaxCores: 0 })
        {
            return false;
        }

        foreach (var filter in context.Policy.Filters)
        {
            if (filter is NumInstancesFilter or MaxCoresFilter && !filter.IsIdle(context))
            {
                return true;
            }
        }

        return false;
    }

    private static int OfSingleClasses(PlacementRequest request, Host host)
    {
        long least = Most;
        foreach (var demand in request.Resources)
        {
            long fits = 0;
            foreach (var provider in host.Providers)
            {
                var index = provider.IndexOf(demand.ResourceClass);
                if (index >= 0 && provider.Inventories[index].Fits(demand.Amount))
                {
                    fits += provider.Inventories[index].Free / demand.Amount;
                }
            }

            least = Math.Min(least, fits);
        }

        return (int)least;
    }

    private static bool PassesAll(PlacementContext context, Candidate candidate)
    {
        foreach (var filter in context.Policy.Filters)
        {
            if (!filter.Evaluate(context, candidate).Passed)
            {
                return false;
            }
        }

        return true;
    }
}
