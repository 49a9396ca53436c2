using System.Text;
using System.Text.Json;
using CsCheck;
using NovaZones.Core;
using NovaZones.Core.Placement;
using NovaZones.Tests.Support.Fuzzing;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

/// <summary>Bodies of placements, mutated and made up: never an exception, and what is accepted keeps its meaning.</summary>
public sealed class PlacementRequestFuzzTests
{
    private const int Iterations = 10_000;

    private static readonly PlacementRequestParser _parser = new(new PlacementLimits());

    private static readonly string[] _bodies =
    [
        """
        {"name":"web","count":3,"minCount":2,"resources":{"VCPU":2,"MEMORY_MB":4096},
         "traits":{"required":["HW_CPU_X86_AVX2"],"forbidden":["CUSTOM_OLD"],"anyOf":[["CUSTOM_A","CUSTOM_B"]],"preferred":["CUSTOM_NEW"]},
         "capabilities":{"hypervisor_version":">= 6000","gpu_model":"<or> H100 <or> H200"},
         "query":["and",[">=","$free.MEMORY_MB",1024],["in","$rack","r1","r2"],["not",["=","$ssd",true]]],
         "availabilityZone":"east","aggregates":{"memberOf":["ssd"],"notMemberOf":["old"],"anyOf":[["a","b"]]},
         "group":{"name":"db","policy":"anti-affinity","maxPerHost":1},
         "hints":{"sameHost":["01890000-0000-7000-8000-000000000001"],"differentHost":[],"forceHosts":["h1"],"ignoreHosts":["h2"]},
         "zones":{"only":["emea"],"not":["emea!paris"],"localOnly":false},
         "tenant":"t1","policy":"default","weights":{"ram":2.0,"cpu":-0.5},"deadlineMs":5000,"waitForCapacity":false,"dryRun":false,"alternates":2}
        """,
        """
        {"groups":[{"name":"gpu","resources":{"PGPU":1},"traits":{"anyOf":[["CUSTOM_A","CUSTOM_B"]]}},{"name":"nic","resources":{"CUSTOM_VF":1}},
         {"name":"node","traits":{"required":["HW_NUMA_ROOT"]}}],"groupPolicy":"isolate","sameSubtree":[["gpu","nic","node"]]}
        """,
        """{"resources":{"VCPU":1},"group":{"name":"s","policy":"spread","capability":"rack","maxSkew":2}}""",
        """{"resources":{"VCPU":1}}""",
    ];

    [Fact]
    public void TryRead_MutatedBody_GivesARequestOrNamesFields() => Mutations.Of(_bodies).Sample(CheckAnswer, iter: Iterations);

    [Fact]
    public void TryRead_RandomJson_GivesARequestOrNamesFields() => Mutations.Random(4).Sample(CheckAnswer, iter: Iterations);

    [Fact]
    public void TryRead_AcceptedBody_MeansTheSameInCanonicalForm()
    {
        var accepted = 0;
        Mutations.Near(_bodies).Sample(
            value =>
            {
                if (Read(value.ToString()) is not { } request)
                {
                    return;
                }

                Interlocked.Increment(ref accepted);
                var again = Read(request.Json) ?? throw new InvalidOperationException($"Canonical text is refused: {request.Json}");
                var asked = Read(RequestCanonicalForm.Asked(request.Json).GetRawText()) ?? throw new InvalidOperationException($"Canonical text of what is asked is refused: {request.Json}");

                Assert.Equal(RequestMeaning.Whole(request), RequestMeaning.Whole(again));
                Assert.Equal((request.Json, request.Digest), (again.Json, again.Digest));
                Assert.Equal((RequestMeaning.Asked(request), request.Digest), (RequestMeaning.Asked(asked), asked.Digest));
            },
            iter: Iterations);

        // A fuzz that never gets in proves nothing.
        Assert.InRange(accepted, Iterations / 20, Iterations);
    }

    [Fact]
    public void TryRead_MembersInAnotherOrder_IsTheSameRequest() => Gen.Select(Mutations.Near(_bodies), Gen.Int).Sample(
        (value, seed) =>
        {
            var request = Read(value.ToString());
            var shuffled = Read(value.Shuffled(new Random(seed)).ToString());

            Assert.Equal((request?.Json, request?.Digest), (shuffled?.Json, shuffled?.Digest));
        },
        iter: Iterations);

    [Fact]
    public void TryRead_AnotherMeaning_HasAnotherDigest()
    {
        var different = 0;
        Gen.Select(Gen.OneOf(_bodies), Mutations.Near(_bodies)).Sample(
            (body, value) =>
            {
                var original = Read(body)!;
                if (Read(value.ToString()) is not { } changed)
                {
                    return;
                }

                if (RequestMeaning.Asked(original) != RequestMeaning.Asked(changed))
                {
                    Interlocked.Increment(ref different);
                    Assert.NotEqual(original.Digest, changed.Digest);
                }

                if (RequestMeaning.Whole(original) != RequestMeaning.Whole(changed))
                {
                    Assert.NotEqual(original.Json, changed.Json);
                }
            },
            iter: Iterations);

        Assert.InRange(different, Iterations / 50, Iterations);
    }

    [Theory]
    [InlineData("""{"resources":{"VCPU":2,"MEMORY_MB":1024}}""", """{"resources":{"MEMORY_MB":1024.0,"VCPU":2e0}}""", true)]
    [InlineData("""{"resources":{"VCPU":2},"availabilityZone":null}""", """{"resources":{"VCPU":2}}""", true)]
    [InlineData("""{"resources":{"VCPU":2},"availabilityZone":"A"}""", """{"availabilityZone":"\u0041","resources":{"VCPU":2}}""", true)]
    [InlineData("""{"resources":{"VCPU":2},"count":3,"name":"x","tenant":"t"}""", """{"resources":{"VCPU":2}}""", true)]
    [InlineData("""{"resources":{"VCPU":2}}""", """{"resources":{"VCPU":3}}""", false)]
    [InlineData("""{"resources":{"VCPU":2}}""", """{"groups":[{"resources":{"VCPU":2}}]}""", false)]
    [InlineData("""{"resources":{"VCPU":2},"query":["<","$a",1,2]}""", """{"resources":{"VCPU":2},"query":["<","$a",2,1]}""", false)]
    public void TryRead_TwoBodies_ShareTheDigestWhenTheyAskTheSame(string left, string right, bool same) =>
        Assert.Equal(same, Read(left)!.Digest == Read(right)!.Digest);

    [Theory]
    [InlineData("""{"resources":{"VCPU":1},"name":"\ud800"}""", "name")]
    [InlineData("""{"resources":{"VCPU":1},"traits":{"anyOf":[["CUSTOM_A"],["\udc00"]]}}""", "traits.anyOf[1][0]")]
    [InlineData("""{"resources":{"VCPU":1,"\ud800":1}}""", "resources")]
    [InlineData("""{"resources":{"VCPU":1},"\ud800":1}""", "")]
    [InlineData("""{"resources":{"VCPU":1},"weights":{"ram":1,"ram":2}}""", "weights.ram")]
    public void TryRead_WhatNobodyCanRead_NamesWhereItStands(string body, string field)
    {
        using var document = JsonDocument.Parse(body);

        Assert.False(_parser.TryRead(document.RootElement, out _, out var faults));
        Assert.Equal([field], faults.Select(f => f.Field));
    }

    [Fact]
    public void TryRead_BytesThatAreNotUtf8_NamesTheField()
    {
        byte[] body = [.. """{"resources":{"VCPU":1},"name":" """u8, 0xff, .. "\"}"u8];
        using var document = JsonDocument.Parse(body);

        Assert.False(_parser.TryRead(document.RootElement, out _, out var faults));
        Assert.Equal(["name"], faults.Select(f => f.Field));
    }

    private static void CheckAnswer(LooseJson value)
    {
        var text = value.ToString();
        if (!TryParse(text, out var document))
        {
            return;
        }

        using (document)
        {
            var sound = _parser.TryRead(document.RootElement, out var request, out var faults);

            Assert.Equal(sound, request is not null);
            if (sound)
            {
                Assert.Empty(faults);
            }
            else
            {
                FaultFields.AssertNamed(document.RootElement, faults, text);
                Assert.NotNull(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(faults)));
            }
        }
    }

    private static PlacementRequest? Read(string text)
    {
        if (!TryParse(text, out var document))
        {
            return null;
        }

        using (document)
        {
            return _parser.TryRead(document.RootElement, out var request, out _) ? request : null;
        }
    }

    /// <summary>False for what the JSON parser refuses itself, such as values nested deeper than it goes.</summary>
    private static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        try
        {
            document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
