namespace NovaZones.Web.Federation;

/// <summary>A child's certificate is not to be trusted; the message completes "child zone x cannot be reached: …".</summary>
internal sealed class ChildCertificateException(string message) : Exception(message);
