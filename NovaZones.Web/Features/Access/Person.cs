namespace NovaZones.Web.Features.Access;

/// <summary>Somebody who may sign in to the console.</summary>
/// <param name="Id">The person's id.</param>
/// <param name="Name">The name to sign in with.</param>
/// <param name="Role">The strongest role; null when there is none, which opens nothing.</param>
/// <param name="LockedUntil">Until when the person may not sign in, null while they may; <see cref="DateTimeOffset.MaxValue"/>, give or take, until unlocked.</param>
/// <param name="HasSecondFactor">Whether signing in asks for a code after the password.</param>
/// <param name="HasPassword">Whether the zone knows a password; who has none signs in at a provider.</param>
public sealed record Person(Guid Id, string Name, string? Role, DateTimeOffset? LockedUntil, bool HasSecondFactor, bool HasPassword)
{
    private static readonly DateTimeOffset _forGood = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether the person may not sign in at a moment.</summary>
    public bool IsLockedAt(DateTimeOffset now) => LockedUntil > now;

    /// <summary>Whether somebody locked the person, and not only wrong passwords for a while.</summary>
    public bool IsLockedForGood => LockedUntil > _forGood;
}
