using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using NovaZones.Core.Fleet;
using NovaZones.Core.Json;
using NovaZones.Core.Placement.Groups;

namespace NovaZones.Core.Placement;

/// <summary>Checks a placement request in JSON and finds every fault at once, before any host is looked at.</summary>
public sealed class PlacementRequestParser(PlacementLimits limits)
{
    /// <summary>Most further hosts that a request may have named for each instance.</summary>
    public const int MaxAlternates = 100;

    /// <summary>Bounds on what one request may ask.</summary>
    public PlacementLimits Limits => limits;

    private const int MaxWeights = 64;

    /// <summary>Reads a request that this zone wrote itself, perhaps in an earlier version. False when it cannot be read any more.</summary>
    /// <param name="json">Its canonical JSON.</param>
    /// <param name="request">The request, or null.</param>
    /// <param name="isOfPeer">Whether it came from another zone, so that unknown fields were passed over already.</param>
    public bool TryReadStored(string json, [NotNullWhen(true)] out PlacementRequest? request, bool isOfPeer = false)
    {
        request = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            return TryRead(document.RootElement, out request, out _, isLater: true, isOfPeer) && request is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads a request.</summary>
    /// <param name="body">The JSON object of <c>POST /api/v1/placements</c>.</param>
    /// <param name="request">The checked request, or null.</param>
    /// <param name="faults">Everything that is wrong; empty on success.</param>
    /// <param name="isLater">Whether it is to be answered later, so that it may have a longer deadline.</param>
    /// <param name="isOfPeer">Whether another zone sends it, perhaps a newer one: unknown fields are passed over and kept in its JSON. What must not be passed over stands in the question's <c>needs</c>.</param>
    /// <returns>Whether the request is sound.</returns>
    public bool TryRead(JsonElement body, out PlacementRequest? request, out IReadOnlyList<Fault> faults, bool isLater = false, bool isOfPeer = false)
    {
        List<Fault> found = isOfPeer ? new PeerFaults() : new List<Fault>();
        faults = found;
        request = null;
        if (body.ValueKind != JsonValueKind.Object)
        {
            found.Add(new Fault("", "the body must be an object"));
            return false;
        }

        if (!BrokenText.IsAbsent(body, found))
        {
            return false;
        }

        var fields = new FieldReader(body, "", found);
        var count = (int)(fields.Whole("count", 1, limits.MaxCount) ?? 1);
        var minCount = (int)(fields.Whole("minCount", 1, limits.MaxCount) ?? count);
        if (minCount > count && found.Count == 0)
        {
            fields.Fault("minCount", "must not be above count");
        }

        var waits = fields.Flag("waitForCapacity") ?? false;
        var longest = waits || isLater ? limits.MaxWait : limits.MaxDeadline;
        var preferred = new List<string>();
        var groups = ReadGroups(fields, found);
        var parsed = new PlacementRequest
        {
            Json = "",
            Digest = 0,
            Name = fields.Text("name", 255),
            Count = count,
            MinCount = minCount,
            Resources = ReadResources(fields, found),
            Groups = groups,
            SameSubtree = SameSubtreeReader.Read(fields, groups, found),
            IsolateGroups = ReadGroupPolicy(fields),
            Traits = ConditionReader.Traits(fields, found, preferred),
            Capabilities = ConditionReader.Capabilities(fields, found),
            Query = ConditionReader.Query(fields, found),
            AvailabilityZone = fields.Text("availabilityZone", 255),
            Aggregates = ConditionReader.Aggregates(fields, found),
            Hints = ConditionReader.Hints(fields, found),
            Zones = ConditionReader.Zones(fields, found),
            Tenant = fields.Text("tenant", 255),
            Policy = fields.Text("policy", 64) ?? "default",
            Weights = ReadWeights(fields, found),
            Deadline = fields.Whole("deadlineMs", 1, (long)longest.TotalMilliseconds) is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
            Alternates = (int)(fields.Whole("alternates", 0, MaxAlternates) ?? 0),
            DryRun = fields.Flag("dryRun") ?? false,
            WaitForCapacity = waits,
        };
        parsed = parsed with { PreferredTraits = [.. preferred], Group = ServerGroupReader.Read(fields, parsed.Tenant, found) };
        if (parsed is { DryRun: true, WaitForCapacity: true })
        {
            fields.Fault("waitForCapacity", "cannot be combined with dryRun: a plan that does not exist yet cannot be shown");
        }

        fields.Finish();
        if (parsed.Resources.IsEmpty && parsed.Groups.All(g => g.Resources.IsEmpty) && found.Count == 0)
        {
            fields.Fault("resources", "is required: ask for resources or groups");
        }

        if (found.Count > 0)
        {
            return false;
        }

        var (json, digest) = RequestCanonicalForm.Of(body);
        request = parsed with { Json = json, Digest = digest };
        return true;
    }

    private static ImmutableArray<ResourceDemand> ReadResources(FieldReader fields, List<Fault> faults)
    {
        if (fields.Take("resources") is not { } resources)
        {
            return [];
        }

        var path = fields.PathOf("resources");
        if (resources.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault(path, $"must be an object of resource classes and amounts, not {FieldReader.NameOf(resources)}"));
            return [];
        }

        var result = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var member in resources.EnumerateObject())
        {
            var memberPath = $"{path}.{FieldReader.Shorten(member.Name)}";
            if (!ResourceClass.IsValidName(member.Name))
            {
                faults.Add(new Fault(memberPath, "is not a resource class: upper-case letters, digits and _, beginning with a letter"));
            }
            else if (result.Count >= 64)
            {
                faults.Add(new Fault(path, "must have at most 64 classes"));
                break;
            }
            else if (FieldReader.WholeOf(member.Value, memberPath, 1, ResourceClass.MaxAmount, faults) is { } amount
                && !result.TryAdd(NamePool.Share(member.Name), amount))
            {
                faults.Add(new Fault(memberPath, "stands twice in the object"));
            }
        }

        return [.. result.Select(r => new ResourceDemand(r.Key, r.Value))];
    }

    private ImmutableArray<DemandGroup> ReadGroups(FieldReader fields, List<Fault> faults)
    {
        if (fields.Take("groups") is not { } groups)
        {
            return [];
        }

        if (groups.ValueKind != JsonValueKind.Array || groups.GetArrayLength() > limits.MaxGroups)
        {
            fields.Fault("groups", $"must be a list of at most {limits.MaxGroups} groups");
            return [];
        }

        var result = ImmutableArray.CreateBuilder<DemandGroup>();
        var index = 0;
        foreach (var entry in groups.EnumerateArray())
        {
            var group = new FieldReader(entry, $"{fields.PathOf("groups")}[{index++}]", faults);
            var name = SameSubtreeReader.ReadName(group, result);
            var resources = ReadResources(group, faults);
            var traits = ConditionReader.Traits(group, faults);
            group.Finish();
            result.Add(new DemandGroup(resources, traits) { Name = name });
        }

        return result.ToImmutable();
    }

    private static bool ReadGroupPolicy(FieldReader fields)
    {
        switch (fields.Text("groupPolicy", 32))
        {
            case null or "none":
                return false;
            case "isolate":
                return true;
            default:
                fields.Fault("groupPolicy", "must be none or isolate");
                return false;
        }
    }

    private static ImmutableSortedDictionary<string, double> ReadWeights(FieldReader fields, List<Fault> faults)
    {
        if (fields.Take("weights") is not { } value)
        {
            return PlacementRequest.NoWeights;
        }

        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() > MaxWeights)
        {
            fields.Fault("weights", $"must be an object of at most {MaxWeights} weighers and multipliers");
            return PlacementRequest.NoWeights;
        }

        var result = PlacementRequest.NoWeights.ToBuilder();
        foreach (var member in value.EnumerateObject())
        {
            var path = $"{fields.PathOf("weights")}.{FieldReader.Shorten(member.Name)}";
            if (FieldReader.NumberOf(member.Value, path, double.MinValue, double.MaxValue, faults) is not { } multiplier)
            {
                continue;
            }

            if (result.ContainsKey(member.Name))
            {
                faults.Add(new Fault(path, "stands twice in the object"));
            }

            result[member.Name] = multiplier;
        }

        return result.ToImmutable();
    }
}
