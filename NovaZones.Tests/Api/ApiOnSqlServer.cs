using NovaZones.Tests.Support.Fixtures;

namespace NovaZones.Tests.Api;

/// <summary>The suite of the API once more, on a live SQL Server; see <see cref="LiveSqlServer"/>.</summary>
public sealed class SignInTestsOnSqlServer : Access.SignInTests
{
    public SignInTestsOnSqlServer() => LiveSqlServer.Skip();
}

/// <inheritdoc cref="SignInTestsOnSqlServer"/>
public sealed class TokenEndpointsTestsOnSqlServer : Access.TokenEndpointsTests
{
    public TokenEndpointsTestsOnSqlServer(Zone zone)
        : base(zone) => LiveSqlServer.Skip();
}

/// <inheritdoc cref="SignInTestsOnSqlServer"/>
public sealed class ZoneStartTestsOnSqlServer : Access.ZoneStartTests
{
    public ZoneStartTestsOnSqlServer() => LiveSqlServer.Skip();
}

/// <inheritdoc cref="SignInTestsOnSqlServer"/>
public sealed class AggregateTestsOnSqlServer : Aggregates.AggregateTests
{
    public AggregateTestsOnSqlServer() => LiveSqlServer.Skip();
}

/// <inheritdoc cref="SignInTestsOnSqlServer"/>
public sealed class CapacityTestsOnSqlServer : Capacity.CapacityTests
{
    public CapacityTestsOnSqlServer() => LiveSqlServer.Skip();
}

/// <inheritdoc cref="SignInTestsOnSqlServer"/>
public sealed class CommittedDryRunTestsOnSqlServer : Placements.CommittedDryRunTests
{
    public CommittedDryRunTestsOnSqlServer() => LiveSqlServer.Skip();
}

/// <inheritdoc cref="SignInTestsOnSqlServer"/>
public sealed class ComparisonTestsOnSqlServer : Placements.ComparisonTests
{
    public ComparisonTestsOnSqlServer() => LiveSqlServer.Skip();
}

/// <inheritdoc cref="SignInTestsOnSqlServer"/>
public sealed class PendingPlacementTestsOnSqlServer : Placements.PendingPlacementTests
{
    public PendingPlacementTestsOnSqlServer() => LiveSqlServer.Skip();
}

/// <inheritdoc cref="SignInTestsOnSqlServer"/>
public sealed class PlacementTestsOnSqlServer : Placements.PlacementTests
{
    public PlacementTestsOnSqlServer() => LiveSqlServer.Skip();
}

/// <inheritdoc cref="SignInTestsOnSqlServer"/>
public sealed class PolicyLimitsTestsOnSqlServer : Policies.PolicyLimitsTests
{
    public PolicyLimitsTestsOnSqlServer() => LiveSqlServer.Skip();
}

/// <inheritdoc cref="SignInTestsOnSqlServer"/>
public sealed class NastyBodiesTestsOnSqlServer : NastyBodiesTests
{
    public NastyBodiesTestsOnSqlServer() => LiveSqlServer.Skip();
}
