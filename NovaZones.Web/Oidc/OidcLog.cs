namespace NovaZones.Web.Oidc;

/// <summary>What is logged of signing in by a provider.</summary>
internal static partial class OidcLog
{
    /// <summary>Something that an operator may have to set right here or at the provider.</summary>
    [LoggerMessage(EventId = 5010, Level = LogLevel.Warning, Message = "Signing in by the OpenID Connect provider failed: {Reason}")]
    public static partial void LogOidcFailure(this ILogger logger, string reason);
}
