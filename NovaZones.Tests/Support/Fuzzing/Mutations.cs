using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;

namespace NovaZones.Tests.Support.Fuzzing;

/// <summary>Valid bodies with one to four things done to them, and JSON out of nothing.</summary>
internal static class Mutations
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "1", "2", "2.0", "2e0", "-0", "-1", "0.5", "1e400", "-1e400", "1e-400", "1e12", "1000000000001", "9223372036854775807",
        "99999999999999999999999999", "0.1000000000000000055511151231257827", "\"\"", "\" \"", "\"NaN\"", "\"Infinity\"", "\"-1\"", "\"1e400\"", "\"\\ud800\"",
        "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\u0041\"", "\"a/b\"", "\"a.b[0]\"", "\"CUSTOM_A\"", "\"CUSTOM_B\"", "\"isolate\"", "\"none\"", "\"affinity\"",
        "\"spread\"", "\"gpu\"", "\"<or> a <or>\"", "\">= x\"", "\"$free.VCPU\"", "\"01890000-0000-7000-8000-000000000000\"", "{}", "[]", "[[]]", "[null]",
        "{\"VCPU\":1}", "{\"VCPU\":1,\"VCPU\":1}", "{\"\":1}", "[\"CUSTOM_A\",\"CUSTOM_A\"]", "[[\"CUSTOM_A\"]]", "[\"=\",\"$x\",1]", "[\"not\"]", "{\"\\ud800\":1}",
    ];

    private static readonly string[] Names =
    [
        "\"\"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", "\"VCPU\"", "\"vcpu\"", "\"CUSTOM_NEW\"", "\"a.b\"", "\"a[0]\"", "\"name\"", "\"count\"", "\"minCount\"", "\"resources\"",
        "\"groups\"", "\"groupPolicy\"", "\"sameSubtree\"", "\"traits\"", "\"required\"", "\"forbidden\"", "\"anyOf\"", "\"preferred\"", "\"capabilities\"", "\"query\"",
        "\"aggregates\"", "\"group\"", "\"policy\"", "\"maxPerHost\"", "\"hints\"", "\"zones\"", "\"only\"", "\"weights\"", "\"tenant\"", "\"alternates\"", "\"dryRun\"",
        "\"waitForCapacity\"", "\"total\"", "\"reserved\"", "\"allocationRatio\"", "\"minUnit\"", "\"maxUnit\"", "\"stepSize\"", "\"capacity\"", "\"used\"",
        "\"providers\"", "\"inventories\"", "\"availabilityZone\"", $"\"{new string('n', 300)}\"", $"\"{new string('n', 63)}\ud83d\ude00\"",
    ];

    /// <summary>Any JSON value.</summary>
    public static Gen<LooseJson> Junk { get; } = Gen.Frequency(
        (12, Gen.OneOf(Values).Select(LooseJson.Parse)),
        (1, Gen.String.Select(text => (LooseJson)new LooseJson.Raw(JsonSerializer.Serialize(text)))),
        (1, Gen.Double.Where(double.IsFinite).Select(number => (LooseJson)new LooseJson.Raw(JsonSerializer.Serialize(number)))),
        (1, Gen.Int[1, 60].Select(depth => (LooseJson)new LooseJson.Raw(new string('[', depth) + new string(']', depth)))),
        (1, Gen.Int[1, 60].Select(depth => (LooseJson)new LooseJson.Raw(string.Concat(Enumerable.Repeat("{\"providers\":", depth)) + "[]" + new string('}', depth)))));

    /// <summary>JSON that was never valid: objects of known names with anything inside.</summary>
    public static Gen<LooseJson> Random(int depth) => depth == 0
        ? Junk
        : Gen.Frequency(
            (1, Junk),
            (1, Random(depth - 1).Array[0, 3].Select(items => (LooseJson)new LooseJson.Items([.. items]))),
            (3, Gen.Select(Gen.OneOf(Names), Random(depth - 1)).Array[0, 5].Select(members => (LooseJson)new LooseJson.Members([.. members]))));

    /// <summary>One of the bodies, changed.</summary>
    public static Gen<LooseJson> Of(params string[] bodies) => Of(1, 4, bodies);

    /// <summary>One of the bodies, changed little or not at all, so that most of them are still sound.</summary>
    public static Gen<LooseJson> Near(params string[] bodies) => Of(0, 2, bodies);

    private static Gen<LooseJson> Of(int fewest, int most, string[] bodies) => Gen.Select(Gen.OneOf<LooseJson>([.. bodies.Select(LooseJson.Parse)]), Step.Array[fewest, most], (body, steps) =>
        steps.Aggregate(body, static (value, step) => value.At((int)(step.Where % (uint)value.Size), node => step.On(node))));

    private static Gen<Change> Step => Gen.Select(Gen.UInt, Gen.Int[0, 6], Gen.UInt, Gen.OneOf(Names), Junk, (where, kind, which, name, junk) => new Change(where, kind, which, name, junk));

    private sealed record Change(uint Where, int Kind, uint Which, string Name, LooseJson Junk)
    {
        public LooseJson On(LooseJson node) => (Kind, node) switch
        {
            (0, LooseJson.Members { Values.Length: > 0 } m) => new LooseJson.Members(m.Values.RemoveAt(Pick(m.Values.Length))),
            (1, LooseJson.Members { Values.Length: > 0 } m) => new LooseJson.Members(m.Values.Add(m.Values[Pick(m.Values.Length)])),
            (2, LooseJson.Members m) => new LooseJson.Members(m.Values.Add((Name, Junk))),
            (3, LooseJson.Members { Values.Length: > 0 } m) => Renamed(m, Pick(m.Values.Length)),
            (4, LooseJson.Members { Values.Length: > 1 } m) => Swapped(m, Pick(m.Values.Length)),
            (0, LooseJson.Items { Values.Length: > 0 } i) => new LooseJson.Items(i.Values.RemoveAt(Pick(i.Values.Length))),
            (1, LooseJson.Items { Values.Length: > 0 } i) => new LooseJson.Items(i.Values.Add(i.Values[Pick(i.Values.Length)])),
            (2, LooseJson.Items i) => new LooseJson.Items(i.Values.Insert(Pick(i.Values.Length + 1), Junk)),
            (5, _) => new LooseJson.Items([node]),
            _ => Junk,
        };

        private int Pick(int count) => (int)(Which % (uint)count);

        private LooseJson.Members Renamed(LooseJson.Members m, int at) => new(m.Values.SetItem(at, (Name, m.Values[at].Value)));

        private static LooseJson.Members Swapped(LooseJson.Members m, int at)
        {
            var other = (at + 1) % m.Values.Length;
            return new(m.Values.SetItem(at, (m.Values[at].Name, m.Values[other].Value)).SetItem(other, (m.Values[other].Name, m.Values[at].Value)));
        }
    }
}
