using Microsoft.Extensions.Options;

namespace NovaZones.Web.Oidc;

/// <summary>Stops a start with settings of a provider that nobody could sign in by.</summary>
internal sealed class OidcOptionsValidator : IValidateOptions<OidcOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, OidcOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.IsOn)
        {
            return ValidateOptionsResult.Success;
        }

        var faults = new List<string>();
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
        {
            faults.Add("Auth:Oidc:Authority must be an absolute https address, or an http address of this machine.");
        }

        if (string.IsNullOrEmpty(options.ClientId))
        {
            faults.Add("Auth:Oidc:ClientId is needed with Auth:Oidc:Authority.");
        }

        if (!options.Scopes.Split(' ').Contains("openid"))
        {
            faults.Add("Auth:Oidc:Scopes must hold openid.");
        }

        if (options.Roles.IsEmpty)
        {
            faults.Add("Auth:Oidc:Roles must name a value for Viewer, Operator or Administrator, else nobody could sign in.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
