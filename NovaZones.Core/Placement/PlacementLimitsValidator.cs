using Microsoft.Extensions.Options;

namespace NovaZones.Core.Placement;

/// <summary>Checks bounds that depend on each other.</summary>
internal sealed class PlacementLimitsValidator : IValidateOptions<PlacementLimits>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PlacementLimits options) => options.DefaultWait > options.MaxWait
        ? ValidateOptionsResult.Fail($"Limits:DefaultWait ({options.DefaultWait}) must not be above Limits:MaxWait ({options.MaxWait}).")
        : ValidateOptionsResult.Success;
}
