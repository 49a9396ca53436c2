using System.Collections.Immutable;
using System.Text.Json;

namespace NovaZones.Tests.Support.Fuzzing;

/// <summary>JSON that may be wrong in ways no document model holds: members twice, broken escapes, numbers beyond any type.</summary>
internal abstract record LooseJson
{
    private LooseJson()
    {
    }

    /// <summary>The nodes below this one and itself.</summary>
    public abstract int Size { get; }

    public static LooseJson Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        try
        {
            return Of(document.RootElement);
        }
        catch (InvalidOperationException)
        {
            // A name in it cannot be read, which is what it is for.
            return new Raw(json);
        }
    }

    /// <summary>The same value with one node changed, counted from the outside in.</summary>
    public abstract LooseJson At(int index, Func<LooseJson, LooseJson> change);

    /// <summary>The same value with the members of every object in another order; lists keep theirs, since order may mean something there.</summary>
    public abstract LooseJson Shuffled(Random random);

    private static LooseJson Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new Members([.. element.EnumerateObject().Select(m => (JsonSerializer.Serialize(m.Name), Of(m.Value)))]),
        JsonValueKind.Array => new Items([.. element.EnumerateArray().Select(Of)]),
        _ => new Raw(element.GetRawText()),
    };

    /// <summary>A value as it is written.</summary>
    public sealed record Raw(string Text) : LooseJson
    {
        public override int Size => 1;

        public override LooseJson At(int index, Func<LooseJson, LooseJson> change) => change(this);

        public override LooseJson Shuffled(Random random) => this;

        public override string ToString() => Text;
    }

    /// <summary>A list.</summary>
    public sealed record Items(ImmutableArray<LooseJson> Values) : LooseJson
    {
        public override int Size => 1 + Values.Sum(v => v.Size);

        public override LooseJson At(int index, Func<LooseJson, LooseJson> change)
        {
            if (index == 0)
            {
                return change(this);
            }

            var (child, rest) = Locate(Values, index - 1);
            return new Items(Values.SetItem(child, Values[child].At(rest, change)));
        }

        public override LooseJson Shuffled(Random random) => new Items([.. Values.Select(v => v.Shuffled(random))]);

        public override string ToString() => $"[{string.Join(',', Values)}]";
    }

    /// <summary>An object; names with their quotes.</summary>
    public sealed record Members(ImmutableArray<(string Name, LooseJson Value)> Values) : LooseJson
    {
        public override int Size => 1 + Values.Sum(v => v.Value.Size);

        public override LooseJson At(int index, Func<LooseJson, LooseJson> change)
        {
            if (index == 0)
            {
                return change(this);
            }

            var (child, rest) = Locate([.. Values.Select(v => v.Value)], index - 1);
            return new Members(Values.SetItem(child, (Values[child].Name, Values[child].Value.At(rest, change))));
        }

        public override LooseJson Shuffled(Random random)
        {
            var members = Values.Select(v => (v.Name, v.Value.Shuffled(random))).ToArray();
            random.Shuffle(members);
            return new Members([.. members]);
        }

        public override string ToString() => $"{{{string.Join(',', Values.Select(v => $"{v.Name}:{v.Value}"))}}}";
    }

    private static (int Child, int Below) Locate(ImmutableArray<LooseJson> children, int index)
    {
        var child = 0;
        while (index >= children[child].Size)
        {
            index -= children[child++].Size;
        }

        return (child, index);
    }
}
