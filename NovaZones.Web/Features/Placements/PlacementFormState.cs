using NovaZones.Core;

namespace NovaZones.Web.Features.Placements;

/// <summary>What every part of the form works on: the request, what is wrong with it, and whom to tell of changes.</summary>
/// <param name="Draft">The request in the making.</param>
/// <param name="Faults">What is wrong with it.</param>
/// <param name="Changed">Told after every change.</param>
public sealed record PlacementFormState(PlacementDraft Draft, IReadOnlyList<Fault> Faults, Func<Task> Changed)
{
    /// <summary>Whether a fault's path is a field or something inside it.</summary>
    public static bool IsAt(string path, string field)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(field);
        return path.StartsWith(field, StringComparison.Ordinal) && (path.Length == field.Length || path[field.Length] is '.' or '[');
    }

    /// <summary>What is wrong with a field or anything inside it, or null.</summary>
    public string? FaultOf(string path)
    {
        var found = Faults.Where(f => IsAt(f.Field, path)).Select(f => $"{f.Field[path.Length..]} {f.Message}".Trim()).ToList();
        return found.Count > 0 ? string.Join("; ", found) : null;
    }

    /// <summary>Changes the request and tells it.</summary>
    public Task SetAsync(Action<PlacementDraft> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        change(Draft);
        return Changed();
    }
}
