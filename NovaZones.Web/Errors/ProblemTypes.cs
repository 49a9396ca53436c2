namespace NovaZones.Web.Errors;

/// <summary>The types of problem documents. A published one is never changed or reused.</summary>
internal static class ProblemTypes
{
    public const string InvalidRequest = Base + "invalid-request";
    public const string MalformedJson = Base + "malformed-json";
    public const string UnsupportedMediaType = Base + "unsupported-media-type";
    public const string BodyTooLarge = Base + "body-too-large";
    public const string Unauthenticated = Base + "unauthenticated";
    public const string Forbidden = Base + "forbidden";
    public const string RequestTimeout = Base + "request-timeout";
    public const string TooManyRequests = Base + "too-many-requests";
    public const string NotFound = Base + "not-found";
    public const string MethodNotAllowed = Base + "method-not-allowed";
    public const string NoValidHost = Base + "no-valid-host";
    public const string IdempotencyKeyReused = Base + "idempotency-key-reused";
    public const string HostInUse = Base + "host-in-use";
    public const string ChildZoneInUse = Base + "child-zone-in-use";
    public const string QuotaExceeded = Base + "quota-exceeded";
    public const string PolicyConflict = Base + "policy-conflict";
    public const string PolicyInUse = Base + "policy-in-use";
    public const string PlanRefused = Base + "plan-refused";
    public const string PlanChanged = Base + "plan-changed";
    public const string TooManyPending = Base + "too-many-pending";
    public const string PlacementCancelled = Base + "placement-cancelled";
    public const string PlacementExpired = Base + "placement-expired";
    public const string Loop = Base + "loop";
    public const string ProtocolUnknown = Base + "protocol-unknown";
    public const string FeatureUnknown = Base + "feature-unknown";
    public const string DatabaseUnavailable = Base + "database-unavailable";
    public const string DatabaseInDoubt = Base + "database-in-doubt";
    public const string TakenOver = Base + "taken-over";
    public const string Unexpected = Base + "unexpected";

    private const string Base = "/problems/";
}
