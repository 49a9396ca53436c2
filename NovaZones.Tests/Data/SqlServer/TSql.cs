using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using NovaZones.Data;

namespace NovaZones.Tests.Data.SqlServer;

/// <summary>Microsoft's own grammar of T-SQL, so that what SQL Server would not even read is found without a server.</summary>
internal static class TSql
{
    /// <summary>What the parser complains of, each with its place; empty when the text is T-SQL.</summary>
    public static IReadOnlyList<string> Errors(string text)
    {
        Read(text, out var errors);
        return [.. errors.Select(e => $"line {e.Line}, column {e.Column}: {e.Message} in {text}")];
    }

    /// <summary>The batches between the <c>GO</c> lines.</summary>
    public static IReadOnlyList<string> Batches(string script)
    {
        var parsed = (TSqlScript)Read(script, out _);
        return [.. parsed.Batches.Select(b => script.Substring(b.StartOffset, b.FragmentLength))];
    }

    /// <summary>Whether a text holds a statement of a kind anywhere.</summary>
    public static bool Holds<T>(string text)
        where T : TSqlFragment
    {
        var finder = new Finder<T>();
        Read(text, out _).Accept(finder);
        return finder.Found;
    }

    public static SqlServerZoneDbContext Context() => new SqlServerDesignTimeFactory().CreateDbContext([]);

    public static string CreateScript()
    {
        using var db = Context();
        return db.Database.GenerateCreateScript();
    }

    private static TSqlFragment Read(string text, out IList<ParseError> errors)
    {
        using var reader = new StringReader(text);
        return new TSql160Parser(initialQuotedIdentifiers: true).Parse(reader, out errors);
    }

    private sealed class Finder<T> : TSqlFragmentVisitor
        where T : TSqlFragment
    {
        public bool Found { get; private set; }

        public override void Visit(TSqlFragment node) => Found |= node is T;
    }
}
