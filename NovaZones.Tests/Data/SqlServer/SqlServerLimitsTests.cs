using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace NovaZones.Tests.Data.SqlServer;

/// <summary>What only a server says when a table is made, and no checker of scripts: keys that are too wide, and 1785.</summary>
public sealed class SqlServerLimitsTests
{
    private const int MaxKeyBytes = 900;
    private const int MaxIndexBytes = 1700;

    // Identity's own, for sign-in by others and authenticators, of which there are none: SQL Server makes these keys with a warning
    // and refuses only rows above 900 bytes.
    private static readonly string[] Wide = ["AspNetUserLogins", "AspNetUserTokens"];

    [Fact]
    public void Keys_AndIndexes_AreNarrowEnough()
    {
        using var db = TSql.Context();
        var model = db.GetService<IDesignTimeModel>().Model;

        Assert.All(model.GetEntityTypes().Where(e => !Wide.Contains(e.GetTableName())), entity =>
        {
            Assert.All(entity.GetKeys(), key => AssertNarrow(entity, key.Properties, key.IsPrimaryKey() ? MaxKeyBytes : MaxIndexBytes));
            Assert.All(entity.GetIndexes(), index => AssertNarrow(entity, index.Properties, MaxIndexBytes));
        });
    }

    [Fact]
    public void Cascades_ReachEachTableByOneWay()
    {
        using var db = TSql.Context();

        Assert.Empty(DoubleWays(db.Model));
    }

    [Fact]
    public void Cascades_ByTwoWays_AreFound()
    {
        using var db = new DiamondContext(new DbContextOptionsBuilder<DiamondContext>().UseSqlServer("Server=none").Options);

        Assert.Contains("Bottom", Assert.Single(DoubleWays(db.Model)), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_OfUnboundedText_AreTooMany()
    {
        using var db = new DiamondContext(new DbContextOptionsBuilder<DiamondContext>().UseSqlServer("Server=none").Options);

        Assert.True(Bytes(db.Model.FindEntityType(typeof(Bottom))!.FindProperty(nameof(Bottom.Text))!) > MaxIndexBytes);
    }

    private static void AssertNarrow(ITypeBase entity, IEnumerable<IProperty> properties, int limit)
    {
        var bytes = properties.Sum(Bytes);
        Assert.True(bytes <= limit, $"{entity.DisplayName()} ({string.Join(", ", properties.Select(p => p.Name))}) has a key of {bytes} bytes; SQL Server takes {limit}.");
    }

    private static int Bytes(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType)
            ?? property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        var length = property.GetMaxLength() ?? property.FindRelationalTypeMapping()?.Size ?? 1_000_000;
        return type == typeof(string) ? 2 * length
            : type == typeof(byte[]) ? length
            : type == typeof(Guid) ? 16 : 8;
    }

    /// <summary>Tables that a delete reaches by more than one way, or by a ring: SQL Server refuses to make such a foreign key.</summary>
    private static List<string> DoubleWays(IModel model)
    {
        var steps = model.GetEntityTypes().SelectMany(e => e.GetForeignKeys())
            .Where(k => k.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull)
            .ToLookup(k => k.PrincipalEntityType.GetTableName()!, k => k.DeclaringEntityType.GetTableName()!);
        var found = new List<string>();
        foreach (var start in steps.Select(s => s.Key))
        {
            var seen = new HashSet<string> { start };
            var open = new Stack<string>(steps[start]);
            while (open.TryPop(out var table))
            {
                if (!seen.Add(table))
                {
                    found.Add($"{table} is reached from {start} by two ways");
                    continue;
                }

                foreach (var next in steps[table])
                {
                    open.Push(next);
                }
            }
        }

        return found;
    }

    private sealed class DiamondContext(DbContextOptions<DiamondContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Top>();
            modelBuilder.Entity<Left>().HasOne<Top>().WithMany().HasForeignKey(x => x.TopId).OnDelete(DeleteBehavior.Cascade);
            modelBuilder.Entity<Right>().HasOne<Top>().WithMany().HasForeignKey(x => x.TopId).OnDelete(DeleteBehavior.Cascade);
            modelBuilder.Entity<Bottom>().HasOne<Left>().WithMany().HasForeignKey(x => x.LeftId).OnDelete(DeleteBehavior.Cascade);
            modelBuilder.Entity<Bottom>().HasOne<Right>().WithMany().HasForeignKey(x => x.RightId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    private sealed record Top(int Id);

    private sealed record Left(int Id, int TopId);

    private sealed record Right(int Id, int TopId);

    private sealed record Bottom(int Id, int LeftId, int RightId, string Text);
}
