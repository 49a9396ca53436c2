using NovaZones.Data;
using Xunit;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>The rows of a store's test: every database a zone can stand on.</summary>
public sealed class EachDatabase : TheoryData<DatabaseProvider>
{
    public EachDatabase()
        : base(DatabaseProvider.Sqlite, DatabaseProvider.SqlServer)
    {
    }
}
