using System.ComponentModel.DataAnnotations;

namespace NovaZones.Web.Telemetry;

/// <summary>Where traces go.</summary>
public sealed class OtlpOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string SectionName = "Otlp";

    /// <summary>Address of a collector that takes OTLP over gRPC, as <c>http://collector:4317</c>; null for no traces.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Share of the traces begun here that are sent.</summary>
    /// <value>0 to 1; default 1. A trace that began in a parent zone is sent when the parent's was.</value>
    [Range(0.0, 1.0)]
    public double SampleRatio { get; set; } = 1;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is not null && (!Endpoint.IsAbsoluteUri || Endpoint.Scheme is not ("http" or "https")))
        {
            yield return new ValidationResult($"{SectionName}:{nameof(Endpoint)} must be an absolute http or https address.", [nameof(Endpoint)]);
        }
    }
}
