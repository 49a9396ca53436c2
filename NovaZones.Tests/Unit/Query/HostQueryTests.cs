using NovaZones.Core.Query;
using Xunit;

namespace NovaZones.Tests.Unit.Query;

public sealed class HostQueryTests
{
    [Theory]
    // The examples of the scheduler documentation of old, with our names: what is free is a limit, both must hold, either may.
    [InlineData("""[">=", "$free.MEMORY_MB", 1024]""", true)]
    [InlineData("""[">=", "$free.MEMORY_MB", 1025]""", false)]
    [InlineData("""["and", [">=", "$free.MEMORY_MB", 1024], [">=", "$free.DISK_GB", 200]]""", true)]
    [InlineData("""["and", [">=", "$free.MEMORY_MB", 1024], [">=", "$free.DISK_GB", 201]]""", false)]
    [InlineData("""["or", ["and", ["<", "$free.MEMORY_MB", 30], ["<", "$free.DISK_GB", 300]], ["and", [">", "$free.MEMORY_MB", 30], ["<", "$free.DISK_GB", 300]]]""", true)]
    [InlineData("""["or", ["and", ["<", "$free.MEMORY_MB", 30], ["<", "$free.DISK_GB", 300]], ["and", [">", "$free.MEMORY_MB", 30], [">", "$free.DISK_GB", 300]]]""", false)]
    [InlineData("""["not", ["=", "$free.MEMORY_MB", 30]]""", true)]
    [InlineData("""["not", ["=", "$free.MEMORY_MB", 1024]]""", false)]
    [InlineData("""["and", ["=", "$ssd", true], [">", "$total.VCPU", 8]]""", true)]
    // One argument with each operator.
    [InlineData("""["=", 1, 1]""", true)]
    [InlineData("""["=", 1, 2]""", false)]
    [InlineData("""["!=", 1, 2]""", true)]
    [InlineData("""["!=", 1, 1]""", false)]
    [InlineData("""["<", 1, 2]""", true)]
    [InlineData("""["<", 1, 1]""", false)]
    [InlineData("""["<=", 1, 1]""", true)]
    [InlineData("""["<=", 2, 1]""", false)]
    [InlineData("""[">", 2, 1]""", true)]
    [InlineData("""[">", 1, 1]""", false)]
    [InlineData("""[">=", 1, 1]""", true)]
    [InlineData("""[">=", 1, 2]""", false)]
    // The first against every other, not neighbour against neighbour.
    [InlineData("""["=", 1, 1, 1]""", true)]
    [InlineData("""["=", 1, 1, 2]""", false)]
    [InlineData("""["!=", 1, 2, 2]""", true)]
    [InlineData("""["!=", 1, 2, 1]""", false)]
    [InlineData("""["<", 1, 3, 2]""", true)]
    [InlineData("""["<", 2, 3, 1]""", false)]
    [InlineData("""[">=", 3, 3, 1, 2]""", true)]
    // Membership, flat and as one list.
    [InlineData("""["in", "$rack", "r0", "r1"]""", true)]
    [InlineData("""["in", "$rack", ["r0", "r1"]]""", true)]
    [InlineData("""["in", "$rack", "r2", "r3"]""", false)]
    [InlineData("""["in", "$rack", ["r2", "r3"]]""", false)]
    [InlineData("""["in", "$rack", []]""", false)]
    [InlineData("""["in", "$rack", "$note", "r1"]""", true)]
    [InlineData("""["in", "$rack", ["$host.availabilityZone", "$rack"]]""", true)]
    [InlineData("""["in", "$rack", 1, "r1"]""", true)]
    [InlineData("""["in", "blue", "$tags"]""", true)]
    [InlineData("""["in", 4, ["$tags"]]""", true)]
    [InlineData("""["in", "red", "$tags"]""", false)]
    [InlineData("""["in", "red", "$empty"]""", false)]
    [InlineData("""["in", 1, 3, 2, 1]""", true)]
    [InlineData("""["in", "$ssd", true, false]""", true)]
    // Everything passes.
    [InlineData("[]", true)]
    [InlineData("{}", true)]
    [InlineData("""["and"]""", true)]
    [InlineData("""["or"]""", false)]
    [InlineData("""["and", [], {}]""", true)]
    [InlineData("""["not", []]""", false)]
    [InlineData("""["not", ["and"]]""", false)]
    [InlineData("""["not", ["or"]]""", true)]
    // Negation really negates; several arguments: true when any is false.
    [InlineData("""["not", ["not", ["=", 1, 1]]]""", true)]
    [InlineData("""["not", ["=", 1, 1], ["=", 1, 1]]""", false)]
    [InlineData("""["not", ["=", 1, 1], ["=", 1, 2]]""", true)]
    [InlineData("""["not", true, false, true]""", true)]
    [InlineData("""["not", true, true]""", false)]
    [InlineData("""["and", true, true]""", true)]
    [InlineData("""["and", true, false]""", false)]
    [InlineData("""["or", false, true]""", true)]
    [InlineData("""["or", false, false]""", false)]
    // Zero, false and empty text are values.
    [InlineData("""["=", "$used.VCPU", 0]""", true)]
    [InlineData("""["<", "$used.VCPU", 1]""", true)]
    [InlineData("""["=", "$note", ""]""", true)]
    [InlineData("""["in", "$note", "", "x"]""", true)]
    [InlineData("""["=", "$hdd", false]""", true)]
    [InlineData("""["=", 0, -0.0]""", true)]
    // Text in ordinal order.
    [InlineData("""["<", "B", "a"]""", true)]
    [InlineData("""[">", "$rack", "r0"]""", true)]
    [InlineData("""["<=", "r1", "$rack"]""", true)]
    [InlineData("""["<", "10", "9"]""", true)]
    [InlineData("""["=", "$rack", "R1"]""", false)]
    // Every family of variables.
    [InlineData("""["=", "$host.name", "node-7"]""", true)]
    [InlineData("""["=", "$host.availabilityZone", "east"]""", true)]
    [InlineData("""["<=", "$host.instances", 3]""", true)]
    [InlineData("""["=", "$host.kernel", "6.12"]""", true)]
    [InlineData("""["<", "$used.VCPU", "$total.VCPU"]""", true)]
    [InlineData("""["=", "$trait.CUSTOM_NEW", true]""", true)]
    [InlineData("""["=", "$trait.CUSTOM_OLD", false]""", true)]
    [InlineData("""["!=", "$trait.CUSTOM_NEVER_HEARD_OF", true]""", true)]
    // Missing: false, whatever the operator; true only through a not.
    [InlineData("""["=", "$nothing", 1]""", false)]
    [InlineData("""["!=", "$nothing", 1]""", false)]
    [InlineData("""["!=", 1, "$nothing"]""", false)]
    [InlineData("""["=", "$nothing", "$nothing"]""", false)]
    [InlineData("""["in", "$nothing", 1]""", false)]
    [InlineData("""["in", 1, "$nothing"]""", false)]
    [InlineData("""["in", 1, "$nothing", 1]""", true)]
    [InlineData("""["not", ["=", "$nothing", 1]]""", true)]
    [InlineData("""[">=", "$free.CUSTOM_FPGA", 0]""", false)]
    [InlineData("""["or", ["=", "$nothing", 1], ["=", "$rack", "r1"]]""", true)]
    // Another type than the literal: false, whatever the operator; text is never read as a number here.
    [InlineData("""["=", "$version", 6000]""", false)]
    [InlineData("""["!=", "$version", 6000]""", false)]
    [InlineData("""["!=", "$tags", "blue"]""", false)]
    [InlineData("""["in", "$tags", "blue", 4]""", false)]
    [InlineData("""["not", ["=", "$version", 6000]]""", true)]
    [InlineData("""["<", "$hdd", "$ssd"]""", false)]
    [InlineData("""["<=", "$tags", "$tags"]""", false)]
    [InlineData("""["=", "$tags", "$tags"]""", true)]
    [InlineData("""["!=", "$tags", "$empty"]""", true)]
    public void Evaluate_OnTheHost_Answers(string text, bool expected)
    {
        var query = Queries.Parse(text);

        Assert.Equal(expected, query.Evaluate(DictionaryFacts.Host));
        Assert.Equal(expected, query.Explain(DictionaryFacts.Host).Passed);
    }

    [Theory]
    [InlineData("""["=", "$rack", "r2"]""", QueryTrouble.None)]
    [InlineData("""["=", "$nothing", "r2"]""", QueryTrouble.VariableMissing)]
    [InlineData("""["in", "r2", "$nothing"]""", QueryTrouble.VariableMissing)]
    [InlineData("""["=", "$rack", 2]""", QueryTrouble.TypeMismatch)]
    [InlineData("""["in", "$rack", 1, 2]""", QueryTrouble.TypeMismatch)]
    [InlineData("""["in", "$rack", 1, "r2"]""", QueryTrouble.None)]
    [InlineData("""["in", "$rack", []]""", QueryTrouble.None)]
    [InlineData("""["or", ["=", "$nothing", 1], ["=", "$rack", 2]]""", QueryTrouble.VariableMissing | QueryTrouble.TypeMismatch)]
    public void Evaluate_WithTrouble_SaysWhich(string text, QueryTrouble expected)
    {
        var passed = Queries.Parse(text).Evaluate(DictionaryFacts.Host, out var trouble);

        Assert.False(passed);
        Assert.Equal(expected, trouble);
    }

    [Fact]
    public void Variables_NamedTwice_AreListedOnceInOrder()
    {
        var query = Queries.Parse("""["and", ["=", "$rack", "$free.VCPU"], ["in", "$trait.X", ["$rack", "$host.name"]]]""");

        Assert.Equal(
            [
                new QueryVariable(QueryVariableKind.Capability, "rack"),
                new QueryVariable(QueryVariableKind.Free, "VCPU"),
                new QueryVariable(QueryVariableKind.Trait, "X"),
                new QueryVariable(QueryVariableKind.HostName, ""),
            ],
            query.Variables);
        Assert.Equal(["$rack", "$free.VCPU", "$trait.X", "$host.name"], query.Variables.Select(variable => variable.ToString()));
    }

    [Fact]
    public void Evaluate_PerHost_AllocatesNothing()
    {
        var query = Queries.Parse(
            """["or", ["=", "$nothing", 1], ["=", "$version", 6000], ["not", ["in", "$rack", "r1", 2, "$tags"]], ["and", ["<", 1, "$free.MEMORY_MB", 2048], ["in", "$rack", "r0", "r1"]]]""");
        var host = DictionaryFacts.Host;
        query.Evaluate(host);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var passed = 0;
        for (var i = 0; i < 10_000; i++)
        {
            passed += query.Evaluate(host) ? 1 : 0;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(10_000, passed);
        Assert.InRange(allocated, 0, 4_096);
    }
}
