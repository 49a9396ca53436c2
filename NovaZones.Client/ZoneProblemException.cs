using System.Net;

namespace NovaZones.Client;

/// <summary>The zone understood the call and said no.</summary>
public sealed class ZoneProblemException : Exception
{
    /// <param name="status">HTTP status.</param>
    /// <param name="type">Kind of the problem, or null where the answer was no problem document.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="faults">Each bad field.</param>
    /// <param name="traceId">Names the call in the zone's log, or null.</param>
    public ZoneProblemException(HttpStatusCode status, string? type, string message, IReadOnlyList<ZoneFault> faults, string? traceId)
        : base(message)
    {
        Status = status;
        Type = type;
        Faults = faults;
        TraceId = traceId;
    }

    /// <summary>HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>Kind of the problem; its last part is stable. Null where the answer was no problem document.</summary>
    public string? Type { get; }

    /// <summary>Each bad field.</summary>
    public IReadOnlyList<ZoneFault> Faults { get; }

    /// <summary>Names the call in the zone's log, or null.</summary>
    public string? TraceId { get; }

    /// <summary>The whole answer.</summary>
    internal byte[] Body { get; init; } = [];

    /// <summary>Whether the problem is of a kind, such as <c>no-valid-host</c>.</summary>
    public bool Is(string kind) => Type is not null && Type.EndsWith('/' + kind, StringComparison.Ordinal);
}

/// <summary>What is wrong with a field.</summary>
/// <param name="Field">Its path in the body, or the name of a parameter; empty for the whole.</param>
/// <param name="Message">What is wrong.</param>
public sealed record ZoneFault(string? Field, string? Message);
