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
    public const string NotFound = Base + "not-found";
    public const string MethodNotAllowed = Base + "method-not-allowed";
    public const string Unexpected = Base + "unexpected";

    private const string Base = "/problems/";
}
