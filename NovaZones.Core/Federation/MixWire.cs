using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Core.Federation;

/// <summary>Writes the mix for children, and reads it from a parent. Thread-safe.</summary>
/// <remarks>A mix changes seldom and is sent often: the last one written and the last one read are kept ready.</remarks>
public sealed class MixWire(PlacementRequestParser parser)
{
    private const int MaxTextLength = 512 * 1024;

    private Written? _written;
    private Read? _read;

    /// <summary>The mix that a parent sent last; empty before the first.</summary>
    internal RequestMix Latest => Volatile.Read(ref _read)?.Mix ?? RequestMix.Empty;

    /// <summary>What children need to know of the mix; null when no multiplier depends on it.</summary>
    internal ImmutableArray<MixEntryBody>? Write(RequestMix mix, ImmutableSortedDictionary<string, double> weights)
    {
        if (!weights.ContainsKey(FragmentationWeigher.WeigherName) || mix.Entries.IsEmpty)
        {
            return null;
        }

        var written = Volatile.Read(ref _written);
        if (written?.Mix != mix)
        {
            written = new Written(mix, [.. mix.Entries.Select(e => new MixEntryBody(RequestCanonicalForm.Asked(e.Request.Json), e.Popularity))]);
            Volatile.Write(ref _written, written);
        }

        return written.Body;
    }

    /// <summary>Checks and reads what a parent sent; absent means an empty mix.</summary>
    internal bool TryRead(ImmutableArray<MixEntryBody>? body, out RequestMix mix, out IReadOnlyList<Fault> faults)
    {
        mix = RequestMix.Empty;
        faults = [];
        if (body is not { IsDefaultOrEmpty: false } entries)
        {
            return true;
        }

        if (entries.Length > RequestMix.MaxEntries)
        {
            faults = [new Fault("mix", $"must have at most {RequestMix.MaxEntries} entries")];
            return false;
        }

        if (Enumerable.Range(0, entries.Length).Where(i => entries[i] is null).Select(i => new Fault($"mix[{i}]", "must be an object")).ToList() is { Count: > 0 } missing)
        {
            faults = missing;
            return false;
        }

        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            text.Append(entry.Request.ValueKind == JsonValueKind.Undefined ? "" : entry.Request.GetRawText()).Append('\n').Append(BitConverter.DoubleToInt64Bits(entry.Popularity)).Append('\n');
        }

        if (text.Length > MaxTextLength)
        {
            faults = [new Fault("mix", $"must be at most {MaxTextLength} characters of JSON")];
            return false;
        }

        var digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        if (Volatile.Read(ref _read) is { } known && known.Digest == digest)
        {
            mix = known.Mix;
            return true;
        }

        return TryParse(entries, digest, out mix, out faults);
    }

    private bool TryParse(ImmutableArray<MixEntryBody> body, string digest, out RequestMix mix, out IReadOnlyList<Fault> faults)
    {
        mix = RequestMix.Empty;
        var found = new List<Fault>();
        var entries = ImmutableArray.CreateBuilder<MixEntry>(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            var index = i;
            if (!(body[i].Popularity is > 0 and <= 1))
            {
                found.Add(new Fault($"mix[{i}].popularity", "must be above 0 and at most 1"));
            }

            if (parser.TryRead(body[i].Request, out var request, out var wrong, isOfPeer: true))
            {
                entries.Add(new MixEntry(request!, body[i].Popularity));
            }
            else
            {
                found.AddRange(wrong.Select(f => f.Under($"mix[{index}].request")));
            }
        }

        faults = found;
        if (found.Count > 0)
        {
            return false;
        }

        mix = RequestMix.Of(entries.ToImmutable());
        Volatile.Write(ref _read, new Read(digest, mix));
        return true;
    }

    private sealed record Written(RequestMix Mix, ImmutableArray<MixEntryBody> Body);

    private sealed record Read(string Digest, RequestMix Mix);
}
