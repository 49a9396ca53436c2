using System.Text.RegularExpressions;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Architecture;

/// <summary>What must not stand in code that runs on both databases.</summary>
public sealed partial class PortableSqlTests
{
    [Theory]
    [InlineData(@"\bMERGE\b\s+(INTO\s+)?\w+", "a MERGE of ours")]
    [InlineData(@"MultipleActiveResultSets\s*=\s*true", "MARS")]
    [InlineData(@"\b(UPDLOCK|HOLDLOCK|ROWLOCK|READPAST|NOLOCK|TABLOCKX?)\b", "a lock hint")]
    [InlineData(@"\bNEXT VALUE FOR\b|CREATE SEQUENCE|HasSequence|UseHiLo", "a sequence")]
    [InlineData(@"FOR SYSTEM_TIME|IsTemporal\(", "a temporal table")]
    [InlineData(@"JSON_MODIFY|json_set\(|\.ToJson\(", "an update inside a JSON document")]
    [InlineData(@"\bRETURNING\b|ON CONFLICT|INSERT OR (REPLACE|IGNORE)", "SQLite's own SQL")]
    [InlineData(@"\.BeginTransaction(Async)?\(\s*\)|Database\.BeginTransactionAsync\(\s*(cancellationToken|token)\s*\)", "a transaction without a named level")]
    [InlineData(@"[Ee]x(ception)?\.Message\s*\.(Contains|StartsWith|EndsWith|IndexOf)|\.Message\s+is\s+""", "a match on an error's text")]
    [InlineData(@"\.Number\s+(is|==)\s+\(?\d|SqliteErrorCode\s*(is|==)\s*\d", "an error number outside of SqlFaults")]
    public void Sources_DoNotHold(string pattern, string what)
    {
        var found = Sources().Where(s => Regex.IsMatch(s.Code, pattern)).Select(s => s.File);

        Assert.True(!found.Any(), $"There is {what} in {string.Join(", ", found)}.");
    }

    [Theory]
    [InlineData("MERGE INTO Hosts")]
    [InlineData("SELECT 1 FROM Hosts WITH (UPDLOCK)")]
    public void Pattern_OnWhatItIsFor_Matches(string code) => Assert.Matches(@"\bMERGE\b\s+(INTO\s+)?\w+|\b(UPDLOCK)\b", code);

    [Fact]
    public void Sources_AreRead() => Assert.Contains(Sources(), s => s.Code.Contains("UPDATE ResourceProviders", StringComparison.Ordinal));

    /// <summary>All of Data's own code without comments, which may name what is not done, and without texts that are said to be SQLite's alone.</summary>
    private static IEnumerable<(string File, string Code)> Sources() =>
        from file in Directory.EnumerateFiles(Path.Combine(RepositoryTop.Path, "NovaZones.Data"), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(RepositoryTop.Path, file).Replace('\\', '/')
        where !relative.Contains("/obj/", StringComparison.Ordinal) && !relative.Contains("/bin/", StringComparison.Ordinal)
            && !relative.Contains("/Migrations/", StringComparison.Ordinal) && !relative.EndsWith("/SqlFaults.cs", StringComparison.Ordinal)
        select (relative, Comment().Replace(File.ReadAllText(file), ""));

    [GeneratedRegex(@"^\s*//.*$|\bSqliteText = .*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
