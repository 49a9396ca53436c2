using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NovaZones.Core.Claims;
using NovaZones.Web.Components.Shared;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

/// <summary>Which faults are the store's: those that pass, and that a page outlives.</summary>
public sealed class PageFaultsTests
{
    private static readonly SqliteException _locked = new("database is locked", 5);

    public static TheoryData<Exception, bool> Faults { get; } = new()
    {
        { _locked, true },
        { new RetryLimitExceededException("The maximum number of retries (6) was exceeded.", _locked), true }, // what SQL Server's outage becomes
        { new RetryLimitExceededException("The maximum number of retries (6) was exceeded."), true },
        { new DbUpdateException("An error occurred while saving.", _locked), true },
        { new InvalidOperationException("An exception has been raised that is likely due to a transient failure.", _locked), true },
        { new TimeoutException(), true },
        { new StoreFaultException("The disk is full.", _locked), true },
        { new UncertainCommitException(_locked), true },
        { new InvalidOperationException("Sequence contains no elements."), false },
        { new OperationCanceledException("left", _locked), false },
        { new UnauthorizedAccessException(), false },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void IsOfStore_TellsThemFromThePagesOwn(Exception fault, bool isOfStore) => Assert.Equal(isOfStore, PageFaults.IsOfStore(fault));
}
