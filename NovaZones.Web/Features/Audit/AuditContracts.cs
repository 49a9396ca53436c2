using System.Text.Json;
using NovaZones.Core.Audit;

namespace NovaZones.Web.Features.Audit;

/// <summary>A record of the audit log.</summary>
/// <param name="Sequence">Its number in the chain.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who, and from where.</param>
/// <param name="Act">What was done.</param>
/// <param name="Subject">To what.</param>
/// <param name="Outcome"><c>Done</c>, <c>Refused</c> or <c>Failed</c>.</param>
/// <param name="Before">What was; null when there was nothing.</param>
/// <param name="After">What is; null when there is nothing any more.</param>
/// <param name="PreviousHash">Hash of the record before it, hexadecimal.</param>
/// <param name="Hash">Its own hash, hexadecimal.</param>
public sealed record AuditRecordResponse(
    long Sequence,
    DateTimeOffset At,
    AuditActorResponse Actor,
    string Act,
    string Subject,
    string Outcome,
    JsonElement? Before,
    JsonElement? After,
    string PreviousHash,
    string Hash)
{
    internal static AuditRecordResponse From(AuditEntry e) => new(
        e.Sequence,
        e.At,
        new AuditActorResponse(e.Actor.Kind.ToString(), e.Actor.Name, e.Actor.Id, e.Actor.Roles, e.Actor.Address),
        e.Act,
        e.Subject,
        e.Outcome.ToString(),
        Value(e.Before),
        Value(e.After),
        Convert.ToHexStringLower(e.PreviousHash.Span),
        Convert.ToHexStringLower(e.Hash.Span));

    /// <summary>As JSON; as text when somebody changed the row into something else, which must be seen and not fail.</summary>
    private static JsonElement? Value(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}

/// <summary>Who acted, and from where.</summary>
/// <param name="Kind"><c>Zone</c>, <c>Person</c>, <c>Token</c>, <c>CommandLine</c> or <c>Anonymous</c>.</param>
/// <param name="Name">Name of the person or token.</param>
/// <param name="Id">Id of the person or token, or null.</param>
/// <param name="Roles">Roles or scopes at that moment, one space between.</param>
/// <param name="Address">Where the call came from, or null.</param>
public sealed record AuditActorResponse(string Kind, string Name, string? Id, string Roles, string? Address);

/// <summary>Records, newest first.</summary>
/// <param name="Items">The records.</param>
/// <param name="NextCursor">For the next page; null on the last.</param>
public sealed record AuditListResponse(IReadOnlyList<AuditRecordResponse> Items, string? NextCursor);

/// <summary>What a check of the chain may be held against.</summary>
public sealed record VerifyAuditBody
{
    /// <summary>An end of the chain that was noted elsewhere, as <c>number:hash</c>; absent or null for none.</summary>
    public string? Expect { get; init; }
}
