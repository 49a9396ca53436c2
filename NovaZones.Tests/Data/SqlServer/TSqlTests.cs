using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using NovaZones.Data.Claims;
using NovaZones.Data.Replicas;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.SqlServer;

/// <summary>SQL Server proven without one, as far as grammar and schema go.</summary>
public sealed partial class TSqlTests
{
    [Theory]
    [InlineData("SELECT Id FROM Hosts LIMIT 1")]
    [InlineData("INSERT INTO Hosts (Id) VALUES (1) ON CONFLICT DO NOTHING")]
    [InlineData("DELETE FROM Hosts RETURNING Id")]
    [InlineData("MERGE Hosts AS t USING Other AS s ON t.Id = s.Id WHEN MATCHED THEN DELETE")]
    public void Errors_WhatSqlServerWouldNotRead_AreFound(string text) => Assert.NotEmpty(TSql.Errors(text));

    [Theory]
    [InlineData(MigrationsSqlGenerationOptions.Default)]
    [InlineData(MigrationsSqlGenerationOptions.Idempotent)]
    public void Migrations_WholeScript_IsTSqlAndHoldsEveryMigration(MigrationsSqlGenerationOptions options)
    {
        using var db = TSql.Context();

        var script = db.GetService<IMigrator>().GenerateScript(options: options);

        Assert.Empty(TSql.Errors(script));
        Assert.All(db.Database.GetMigrations(), id => Assert.Contains(id, script, StringComparison.Ordinal));
    }

    [Fact]
    public void Migrations_EachStepUpAndDown_IsTSql()
    {
        using var db = TSql.Context();
        var migrator = db.GetService<IMigrator>();
        string[] ids = [Migration.InitialDatabase, .. db.Database.GetMigrations()];

        Assert.All(ids.Zip(ids.Skip(1)), step =>
        {
            Assert.Empty(TSql.Errors(migrator.GenerateScript(step.First, step.Second)));
            Assert.Empty(TSql.Errors(migrator.GenerateScript(step.Second, step.First)));
        });
    }

    [Fact]
    public void Statements_OfTheClaimPath_AreTSqlWithoutMergeAndNameRealColumns()
    {
        var statements = Statements().ToList();

        Assert.True(statements.Count >= 20);
        Assert.All(statements, statement =>
        {
            Assert.Empty(TSql.Errors(statement.Text));
            Assert.False(TSql.Holds<MergeStatement>(statement.Text));
            Assert.Equal(Parameters(statement.Text), statement.Parameters.Select(p => "@" + p.Name).Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void Literals_InTheSourceOfData_AreTSqlAndFitTheSchema()
    {
        var literals = SqlLiterals().ToList();
        using var model = Model();
        var complaintsBefore = Complaints(model).Count;

        Assert.Contains(literals, text => text.Contains("FROM Allocations", StringComparison.Ordinal));
        Assert.All(literals, text => Assert.Empty(TSql.Errors(text)));
        AddAsProcedures(model, literals.Select(text => (text, Parameters(text).Select(p => $"{p} sql_variant"))));
        Assert.Equal(complaintsBefore, Complaints(model).Count);
    }

    [Fact]
    public void Schema_OfTheModel_HoldsTogether()
    {
        using var model = Model();

        Assert.Empty(Complaints(model));
        Assert.NotEmpty(model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass));
    }

    [Theory]
    [InlineData("CREATE INDEX bad ON Hosts (Nowhere)")]
    [InlineData("CREATE UNIQUE INDEX bad ON Instances (HostId) WHERE Nowhere IS NOT NULL")]
    [InlineData("ALTER TABLE Hosts ADD CONSTRAINT bad FOREIGN KEY (Id) REFERENCES Nowhere (Id)")]
    [InlineData("CREATE TABLE bad (Id nonsense NOT NULL)")]
    public void Schema_WithSomethingWrong_IsFound(string addition)
    {
        using var model = Model();
        model.AddObjects(addition);

        Assert.NotEmpty(Complaints(model));
    }

    [Fact]
    public void Statements_OfTheClaimPath_FitTheSchema()
    {
        using var model = Model();
        AddAsProcedures(model, Statements().Select(s => (s.Text, s.Parameters.Select(p => $"@{p.Name} {TypeOf(p.Kind)}"))));

        Assert.Empty(Complaints(model));
    }

    [Fact]
    public void Statement_WithAColumnThatIsNotThere_DoesNotFitTheSchema()
    {
        using var model = Model();
        AddAsProcedures(model, [("UPDATE Hosts SET Nowhere = 1 WHERE Id = @Id", ["@Id uniqueidentifier"])]);

        Assert.NotEmpty(Complaints(model));
    }

    [Fact]
    public void Scopes_OfTheFollower_AreTSql()
    {
        var scope = new FleetScope([Guid.NewGuid(), Guid.NewGuid()], [Guid.NewGuid()]);

        Assert.All(
            [
                "SELECT Id FROM ResourceProviders" + scope.Providers, "SELECT ProviderId FROM Inventories" + scope.Inventories, "SELECT Id FROM Instances WHERE HostId IS NOT NULL" + scope.Instances,
                "SELECT InstanceId FROM Allocations" + scope.Allocations, "SELECT Id FROM Hosts" + scope.Hosts, "SELECT i.Id FROM Instances i WHERE i.HostId IS NOT NULL" + scope.LocalCharges,
                "SELECT i.Id FROM Instances i WHERE i.HostId IS NULL" + scope.RemoteCharges,
            ],
            text => Assert.Empty(TSql.Errors(text)));
    }

    private static IEnumerable<SqlStatement> Statements() => new[] { typeof(ClaimStatements), typeof(PointStatements), typeof(ReplicaStatements) }
        .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(p => p.PropertyType == typeof(SqlStatement))
        .Select(p => (SqlStatement)p.GetValue(null)!);

    /// <summary>Statements that stand in the source and run on both databases; PRAGMA and SQLite's own tables are SQLite's alone.</summary>
    private static IEnumerable<string> SqlLiterals() =>
        from folder in new[] { "Claims", "Replicas" }
        from file in Directory.EnumerateFiles(Path.Combine(RepositoryTop.Path, "NovaZones.Data", folder), "*.cs")
        from Match match in SqlLiteral().Matches(File.ReadAllText(file))
        let text = match.Groups[1].Value
        where !text.Contains('{', StringComparison.Ordinal)
        select text;

    private static IEnumerable<string> Parameters(string text) => Parameter().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal);

    private static string TypeOf(SqlKind kind) => kind switch
    {
        SqlKind.Guid => "uniqueidentifier",
        SqlKind.Bytes => "varbinary(8000)",
        SqlKind.LongBytes => "varbinary(max)",
        SqlKind.Text => "nvarchar(4000)",
        SqlKind.LongText => "nvarchar(max)",
        SqlKind.Int => "int",
        SqlKind.Long => "bigint",
        SqlKind.Real => "float",
        _ => "datetime2(6)",
    };

    private static TSqlModel Model()
    {
        var isInvariant = System.Globalization.CultureInfo.GetCultureInfo("de").NumberFormat.NumberDecimalSeparator == ".";
        Assert.SkipWhen(isInvariant, "DacFx needs culture data: install ICU and do not set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());

        // A model is of objects; rows that come with a table are no part of it.
        foreach (var batch in TSql.Batches(TSql.CreateScript()).Where(b => !TSql.Holds<InsertStatement>(b)))
        {
            model.AddObjects(batch);
        }

        return model;
    }

    private static void AddAsProcedures(TSqlModel model, IEnumerable<(string Text, IEnumerable<string> Parameters)> statements)
    {
        var number = 0;
        foreach (var (text, parameters) in statements)
        {
            model.AddObjects($"CREATE PROCEDURE p{number++} {string.Join(", ", parameters)} AS {text}");
        }
    }

    private static List<string> Complaints(TSqlModel model) => [.. model.Validate().Select(m => $"{m.MessageType} {m.Prefix}{m.Number}: {m.Message}")];

    [GeneratedRegex("\"((?:SELECT|INSERT INTO|UPDATE|DELETE FROM) [^\"]+)\"")]
    private static partial Regex SqlLiteral();

    [GeneratedRegex("@[A-Za-z0-9]+")]
    private static partial Regex Parameter();
}
