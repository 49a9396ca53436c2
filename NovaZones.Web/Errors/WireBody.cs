using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Protocol;

namespace NovaZones.Web.Errors;

/// <summary>A body between zones: unknown members of a newer peer are passed over, what is needed must be there.</summary>
internal sealed class WireBody<T>
    where T : class, IWireQuestion
{
    private readonly T? _value;
    private readonly ProblemHttpResult? _problem;

    private WireBody(T? value, ProblemHttpResult? problem)
    {
        _value = value;
        _problem = problem;
    }

    /// <summary>Hands over the body, or the problem to answer with.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        value = _value;
        problem = _problem;
        return value is not null;
    }

    /// <summary>Reads the body before the handler runs; never throws for what a peer can get wrong.</summary>
    public static async ValueTask<WireBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (context.Request.Headers[ZoneProtocol.HeaderName] is [{ } told, ..] && !IsSpoken(told))
        {
            return Refuse(OutcomeResults.Problem(
                StatusCodes.Status400BadRequest, ProblemTypes.ProtocolUnknown, $"The question is in another version of the zone protocol; this zone speaks {ZoneProtocol.Own}.",
                $"Name one of these versions in {ZoneProtocol.HeaderName}."));
        }

        try
        {
            // Read whole first: what may go on in the middle is read in a slower way.
            using var buffer = new MemoryStream();
            await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
            var value = JsonSerializer.Deserialize<T>(JsonReading.WithoutMark(buffer.GetBuffer().AsMemory(0, (int)buffer.Length)).Span, WireJson.Strict);
            if (ZoneProtocol.Unknown(value?.Needs).ToList() is { Count: > 0 } unknown)
            {
                return Refuse(OutcomeResults.Problem(
                    StatusCodes.Status400BadRequest, ProblemTypes.FeatureUnknown, "The question needs a feature that this zone does not know.",
                    $"It needs {string.Join(", ", unknown)}; known are {string.Join(", ", ZoneProtocol.Features)}."));
            }

            return value is null ? Refuse(OutcomeResults.Invalid([new Fault("", "the body must be an object")])) : new WireBody<T>(value, null);
        }
        catch (JsonException ex) when (ex.Path is { Length: > 1 } path)
        {
            return Refuse(OutcomeResults.Invalid([new Fault(path.TrimStart('$').TrimStart('.'), "cannot be read")]));
        }
        catch (JsonException ex)
        {
            // A missing member has no place of its own; the serializer names it in its message alone.
            return Refuse(ex.LineNumber is null ? OutcomeResults.Invalid([new Fault("", ex.Message)]) : OutcomeResults.MalformedJson(ex));
        }
        catch (BadHttpRequestException ex) when (ex.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Refuse(OutcomeResults.BodyTooLarge(context));
        }
    }

    private static bool IsSpoken(string told) =>
        int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version >= ZoneProtocol.Own.Min && version <= ZoneProtocol.Own.Max;

    private static WireBody<T> Refuse(ProblemHttpResult problem) => new(null, problem);
}
