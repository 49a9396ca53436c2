using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation.Addresses;
using NovaZones.Core.Federation.Protocol;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Adds, changes and removes child zones.</summary>
public sealed class ChildZoneService(
    IChildZoneStore store, ChildZoneRegistry registry, ChildZonePoller poller, IReservationStore reservations, ZoneIdentity identity, ChildAddresses addresses, IChildZoneClient client,
    IOptions<FederationOptions> options, TimeProvider time)
{
    private const int MaxTokenLength = 1024;

    /// <summary>Adds a child; makes no connection.</summary>
    public async Task<ChildZoneOutcome> AddAsync(ChildZoneDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var faults = await CheckAsync(draft, null, cancellationToken).ConfigureAwait(false);
        if (faults.Count > 0)
        {
            return new ChildZoneOutcome.Invalid(faults);
        }

        var child = new ChildZone
        {
            Id = Guid.CreateVersion7(),
            Name = draft.Name!,
            ApiUrl = new Uri(draft.ApiUrl!),
            Token = draft.Token!,
            WeightOffset = draft.WeightOffset,
            WeightScale = draft.WeightScale,
            Enabled = draft.Enabled,
            CreatedAt = time.GetUtcNow(),
        };
        return await SaveAsync(child, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces a child's row; without a token the stored one stays, as long as it goes to where it went before.</summary>
    public async Task<ChildZoneOutcome> UpdateAsync(Guid id, ChildZoneDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (registry.Find(id) is not { } state)
        {
            return new ChildZoneOutcome.NotFound();
        }

        var faults = await CheckAsync(draft, state.Child, cancellationToken).ConfigureAwait(false);
        if (faults.Count > 0)
        {
            return new ChildZoneOutcome.Invalid(faults);
        }

        var child = state.Child with
        {
            Name = draft.Name!,
            ApiUrl = new Uri(draft.ApiUrl!),
            Token = draft.Token ?? state.Child.Token,
            WeightOffset = draft.WeightOffset,
            WeightScale = draft.WeightScale,
            Enabled = draft.Enabled,
        };
        return await SaveAsync(child, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a child. While it holds instances only by force, which gives them up.</summary>
    public async Task<ChildZoneOutcome> RemoveAsync(Guid id, bool force, CancellationToken cancellationToken)
    {
        if (registry.Find(id) is null)
        {
            return new ChildZoneOutcome.NotFound();
        }

        var held = await reservations.CountInstancesOfChildAsync(id, cancellationToken).ConfigureAwait(false);
        if (held > 0 && !force)
        {
            return new ChildZoneOutcome.InUse(held);
        }

        await store.RemoveAsync(id, cancellationToken).ConfigureAwait(false);
        registry.Remove(id);
        return new ChildZoneOutcome.Removed();
    }

    /// <summary>Tries the connection now. Null when there is no such child.</summary>
    public async Task<ChildTestResult?> TestAsync(Guid id, CancellationToken cancellationToken)
    {
        if (registry.Find(id) is not { } state)
        {
            return null;
        }

        var started = time.GetTimestamp();
        var reply = await poller.PollAsync(state.Child, cancellationToken).ConfigureAwait(false);
        return Say(reply, started, _ => registry.DoubleOf(id));
    }

    /// <summary>Tries a connection that is not saved, and keeps nothing of what it finds.</summary>
    /// <param name="id">The child whose row is to be changed, whose token counts at its own address where none is given; null for a new one.</param>
    /// <param name="draft">The row; its name does not matter yet.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<ChildTrial> TryAsync(Guid? id, ChildZoneDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var known = id is { } existing ? registry.Find(existing)?.Child : null;
        var faults = (await CheckAsync(draft, known, cancellationToken).ConfigureAwait(false)).FindAll(fault => fault.Field is "apiUrl" or "token");
        if (faults.Count > 0)
        {
            return new ChildTrial(faults, null);
        }

        var child = new ChildZone
        {
            Id = known?.Id ?? Guid.CreateVersion7(),
            Name = draft.Name ?? "",
            ApiUrl = new Uri(draft.ApiUrl!),
            Token = draft.Token ?? known!.Token,
            WeightOffset = draft.WeightOffset,
            WeightScale = draft.WeightScale,
            Enabled = draft.Enabled,
            CreatedAt = time.GetUtcNow(),
        };
        var started = time.GetTimestamp();
        var reply = await client.GetZoneAsync(child, options.Value.PollTimeout, cancellationToken).ConfigureAwait(false);
        return new ChildTrial([], Say(reply, started, info => info.Id == identity.Id ? identity.Name : registry.All.FirstOrDefault(s => s.Child.Id != id && s.Info?.Id == info.Id)?.Child.Name));
    }

    private ChildTestResult Say(ChildReply<ZoneInfo> reply, long started, Func<ZoneInfo, string?> doubleOf)
    {
        var elapsed = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3);
        return reply switch
        {
            ChildReply<ZoneInfo>.Answered(var info) when doubleOf(info) is { } first =>
                new ChildTestResult(false, $"is the same zone as {first}, which is asked and counted in its stead", elapsed, info),
            ChildReply<ZoneInfo>.Answered(var info) when ZoneProtocol.Estrangement(info.Protocol) is { } reason => new ChildTestResult(false, reason, elapsed, info),
            ChildReply<ZoneInfo>.Answered(var info) => new ChildTestResult(true, $"answers as zone {info.Name}, version {info.Version}", elapsed, info),
            ChildReply<ZoneInfo>.Refused(var status, var reason) => new ChildTestResult(false, $"refused with {status}: {reason}", elapsed, null),
            ChildReply<ZoneInfo>.TimedOut(var reason) => new ChildTestResult(false, reason, elapsed, null),
            ChildReply<ZoneInfo>.Failed(var reason) => new ChildTestResult(false, reason, elapsed, null),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<ChildZoneOutcome> SaveAsync(ChildZone child, CancellationToken cancellationToken)
    {
        if (!await store.TrySaveAsync(child, cancellationToken).ConfigureAwait(false))
        {
            return new ChildZoneOutcome.Invalid([new Fault("name", "is the name of another child zone")]);
        }

        registry.Put(child);
        return new ChildZoneOutcome.Saved(child);
    }

    private async Task<List<Fault>> CheckAsync(ChildZoneDraft draft, ChildZone? known, CancellationToken cancellationToken)
    {
        var faults = Check(draft, known);
        if (!faults.Exists(fault => fault.Field == "apiUrl") && await addresses.RefuseAsync(new Uri(draft.ApiUrl!), cancellationToken).ConfigureAwait(false) is { } reason)
        {
            faults.Add(new Fault("apiUrl", $"must not be connected to: {reason}"));
        }

        return faults;
    }

    private List<Fault> Check(ChildZoneDraft draft, ChildZone? known)
    {
        var faults = new List<Fault>();
        Uri? address = null;
        if (string.IsNullOrEmpty(draft.Name))
        {
            faults.Add(new Fault("name", "is required"));
        }
        else if (draft.Name.Length > 64 || draft.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')))
        {
            faults.Add(new Fault("name", "must be 1 to 64 letters, digits and . _ - only"));
        }
        else if (draft.Name == identity.Name)
        {
            faults.Add(new Fault("name", "is this zone's own name; paths could not tell them apart"));
        }

        if (string.IsNullOrEmpty(draft.ApiUrl))
        {
            faults.Add(new Fault("apiUrl", "is required"));
        }
        else if (!Uri.TryCreate(draft.ApiUrl, UriKind.Absolute, out address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0
            || address.Query.Length > 0 || address.Fragment.Length > 0 || draft.ApiUrl.Length > 2048)
        {
            faults.Add(new Fault("apiUrl", "must be an absolute http or https address without user, query and fragment"));
        }
        else if (registry.All.FirstOrDefault(s => s.Child.Id != known?.Id && s.Info is not null && s.Child.ApiUrl == address) is { } same)
        {
            faults.Add(new Fault("apiUrl", $"is the address of child zone {same.Child.Name}; one zone is one child"));
        }

        if (draft.Token is null ? known is null : draft.Token.Length is 0 or > MaxTokenLength)
        {
            faults.Add(new Fault("token", $"is required, 1 to {MaxTokenLength} characters"));
        }
        else if (draft.Token?.Any(c => c is < '!' or > '~') is true)
        {
            faults.Add(new Fault("token", "must be of visible ASCII characters without spaces; nothing else can be sent"));
        }
        else if (draft.Token is null && address is not null && !SendsTo(known!.ApiUrl, address))
        {
            // Nobody is shown the stored token; sent to an address of their choice it would be.
            faults.Add(new Fault("token", "is required for another address"));
        }

        if (!double.IsFinite(draft.WeightOffset) || Math.Abs(draft.WeightOffset) > 1_000_000)
        {
            faults.Add(new Fault("weightOffset", "must be a number from -1000000 to 1000000"));
        }

        if (!(draft.WeightScale is > 0 and <= 1_000_000))
        {
            faults.Add(new Fault("weightScale", "must be above 0 and at most 1000000"));
        }

        return faults;
    }

    /// <summary>Whether what is sent to one address reaches whoever listens at the other; the path below does not matter.</summary>
    private static bool SendsTo(Uri known, Uri asked) =>
        known.Scheme == asked.Scheme && known.Port == asked.Port && string.Equals(known.IdnHost, asked.IdnHost, StringComparison.OrdinalIgnoreCase);
}
