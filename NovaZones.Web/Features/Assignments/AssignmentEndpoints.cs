using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Core.Assignments;
using NovaZones.Core.Fleet;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Assignments;

/// <summary>What is placed on a host, and what the host says of it.</summary>
internal static class AssignmentEndpoints
{
    private const int DefaultLimit = 1000;
    private const int MaxLimit = 10_000;
    private const int MaxAcknowledgements = 500;
    private const int MaxNamed = 1000;

    /// <summary>Maps what stands below <c>/api/v1/hosts/{name}</c> for the program on that host.</summary>
    public static void MapAssignmentEndpoints(this IEndpointRouteBuilder routes)
    {
        var host = routes.MapGroup("/api/v1/hosts/{name}").WithTags("Hosts");
        host.MapGet("assignments", ListAsync).WithParameters("known", "limit").RequireAuthorization(AccessPolicies.ReadOrReport).OnlyOwnHost();
        host.MapPost("acknowledgements", AcknowledgeAsync).RequireAuthorization(AccessPolicies.HostsReport).OnlyOwnHost();
        host.MapPut("instances", TellAsync).RequireAuthorization(AccessPolicies.HostsReport).OnlyOwnHost();
    }

    internal static async Task<Results<Ok<AssignmentListResponse>, NoContent, ProblemHttpResult>> ListAsync(
        string name, AssignmentService assignments, FleetView view, CancellationToken cancellationToken, string? known = null, string? limit = null)
    {
        var take = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out take) || take is < 1 or > MaxLimit))
        {
            return OutcomeResults.Invalid([new Fault("limit", $"must be a whole number from 1 to {MaxLimit}")]);
        }

        return await assignments.ListAsync(name, known, take, cancellationToken) switch
        {
            AssignmentOutcome.Listed(var version, var isComplete, var listed) => TypedResults.Ok(
                new AssignmentListResponse(name, version, isComplete, [.. listed.Select(a => Of(a, view.Current.Find(name)))])),
            AssignmentOutcome.Unchanged => TypedResults.NoContent(),
            _ => NoSuchHost(name),
        };
    }

    internal static async Task<Results<Ok<AcknowledgedResponse>, ProblemHttpResult>> AcknowledgeAsync(
        string name, JsonBody<AcknowledgementsBody> body, AssignmentService assignments, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var told, out var problem))
        {
            return problem;
        }

        var faults = new List<Fault>();
        if (told.Items.Count is 0 or > MaxAcknowledgements)
        {
            faults.Add(new Fault("items", $"must have 1 to {MaxAcknowledgements} entries"));
        }

        var acknowledgements = new List<Acknowledgement>(told.Items.Count);
        for (var i = 0; i < told.Items.Count; i++)
        {
            var item = told.Items[i];
            if (!Enum.GetNames<AcknowledgementState>().Contains(item.State, StringComparer.Ordinal))
            {
                faults.Add(new Fault($"items[{i}].state", $"must be one of {string.Join(", ", Enum.GetNames<AcknowledgementState>())}"));
            }
            else if (item.Message is { Length: > Acknowledgement.MaxMessageLength })
            {
                faults.Add(new Fault($"items[{i}].message", $"must have at most {Acknowledgement.MaxMessageLength} characters"));
            }
            else
            {
                acknowledgements.Add(new Acknowledgement(item.InstanceId, Enum.Parse<AcknowledgementState>(item.State), item.Message, item.At.ToUniversalTime()));
            }
        }

        if (faults.Count > 0)
        {
            return OutcomeResults.Invalid(faults);
        }

        return await assignments.AcknowledgeAsync(name, acknowledgements, cancellationToken) is { } unknown
            ? TypedResults.Ok(new AcknowledgedResponse(acknowledgements.Count(a => !unknown.Contains(a.InstanceId)), unknown))
            : NoSuchHost(name);
    }

    internal static async Task<Results<Ok<HostInstancesResponse>, ProblemHttpResult>> TellAsync(
        string name, JsonBody<HostInstancesBody> body, AssignmentService assignments, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var told, out var problem))
        {
            return problem;
        }

        if (told.Instances.Count > HostList.MaxInstances)
        {
            return OutcomeResults.Invalid([new Fault("instances", $"must have at most {HostList.MaxInstances} entries")]);
        }

        return await assignments.TellAsync(name, told.Instances, cancellationToken) is { } difference
            ? TypedResults.Ok(new HostInstancesResponse([.. difference.Missing.Take(MaxNamed)], [.. difference.Unknown.Take(MaxNamed)]))
            : NoSuchHost(name);
    }

    private static AssignmentResponse Of(Assignment assignment, Host? host)
    {
        var (instance, said) = (assignment.Instance, assignment.Acknowledgement);
        return new AssignmentResponse(
            instance.Id,
            instance.ReservationId,
            instance.Index,
            instance.CreatedAt,
            [.. instance.Parts.Select(p => new AssignedAmount(ProviderName(host, p.ProviderId), p.ResourceClass, p.Amount))],
            said?.State.ToString() ?? "Assigned",
            said?.Message,
            said?.At);
    }

    private static string? ProviderName(Host? host, Guid providerId) =>
        host?.IndexOfProvider(providerId) is > 0 and var place ? host.Providers[place].Name : null;

    private static ProblemHttpResult NoSuchHost(string name) => OutcomeResults.NotFound($"There is no host {name} in this zone.");
}
