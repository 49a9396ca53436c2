using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Addresses;

namespace NovaZones.Web.Federation;

/// <summary>Stops a start with addresses of children that cannot be read: what was meant to be forbidden must not quietly be allowed.</summary>
internal sealed class AllowedAddressesValidator : IValidateOptions<FederationOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, FederationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ChildAddressRules.Parse(options.AllowedAddresses ?? "", out var fault) is not null ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(fault!.Length == 0
                ? "Federation:AllowedAddresses is empty; write loopback, private, public or networks as 10.1.0.0/16, commas between."
                : $"Federation:AllowedAddresses: '{fault}' is none of loopback, private, public and no network as 10.1.0.0/16.");
    }
}
