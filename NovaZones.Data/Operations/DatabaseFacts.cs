namespace NovaZones.Data.Operations;

/// <summary>What is known of the zone's database.</summary>
/// <param name="Provider">The kind of database.</param>
/// <param name="Place">File, or server and name; no credentials.</param>
/// <param name="ServerVersion">What the database calls its version.</param>
/// <param name="Bytes">Bytes that it takes up on its disk, log included; null when it does not tell this login.</param>
/// <param name="FreeBytes">Bytes free on that disk; null when it is another machine's.</param>
/// <param name="Migrations">Migrations that were applied, the oldest first.</param>
/// <param name="Pending">Migrations of this program that were not applied.</param>
/// <param name="Took">How long it took to ask.</param>
public sealed record DatabaseFacts(
    DatabaseProvider Provider, string Place, string ServerVersion, long? Bytes, long? FreeBytes, IReadOnlyList<string> Migrations, IReadOnlyList<string> Pending, TimeSpan Took);
