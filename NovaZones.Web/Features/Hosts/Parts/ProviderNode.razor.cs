using System.Globalization;
using Microsoft.AspNetCore.Components;
using NovaZones.Core.Fleet;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Hosts.Parts;

/// <summary>A provider of a host with its inventories, and those nested in it.</summary>
public partial class ProviderNode
{
    /// <summary>The host.</summary>
    [Parameter]
    [EditorRequired]
    public required Host Host { get; set; }

    /// <summary>Position of the provider in the host's tree.</summary>
    [Parameter]
    public int Index { get; set; }

    private ResourceProvider Provider => Host.Providers[Index];

    private IEnumerable<int> Children => Enumerable.Range(0, Host.Providers.Length).Where(i => Host.Providers[i].Parent == Index);

    /// <summary>What is unusual about an inventory, in words; empty when nothing is.</summary>
    private string Detail(Inventory inventory)
    {
        var parts = new List<string>();
        if (inventory.Reserved > 0)
        {
            parts.Add(L["Reserved", ResourceText.Number(inventory.Reserved), ResourceText.Number(inventory.Total)]);
        }

        if (inventory.AllocationRatio != 1)
        {
            parts.Add(L["Ratio", inventory.AllocationRatio.ToString(CultureInfo.InvariantCulture)]);
        }

        if (inventory.MinUnit > 1)
        {
            parts.Add(L["MinUnit", inventory.MinUnit]);
        }

        if (inventory.MaxUnit < inventory.Capacity)
        {
            parts.Add(L["MaxUnit", inventory.MaxUnit]);
        }

        if (inventory.StepSize > 1)
        {
            parts.Add(L["Step", inventory.StepSize]);
        }

        return string.Join(" · ", parts);
    }
}
