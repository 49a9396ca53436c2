namespace NovaZones.Core.Audit;

/// <summary>Who acts, and from where.</summary>
/// <param name="Kind">What kind of actor.</param>
/// <param name="Name">Name of the person or token; at most <see cref="AuditText.NameLength"/> characters are kept.</param>
/// <param name="Id">Id of the person or token; null for everybody else.</param>
/// <param name="Roles">Roles of the person or scopes of the token, one space between; empty for everybody else.</param>
/// <param name="Address">Where the call came from; null for acts from inside.</param>
public sealed record AuditActor(AuditActorKind Kind, string Name, string? Id = null, string Roles = "", string? Address = null)
{
    /// <summary>The zone itself, who acts when nobody asked for it.</summary>
    public static AuditActor Zone { get; } = new(AuditActorKind.Zone, "zone");

    private static readonly AsyncLocal<Func<AuditActor>?> Flowing = new();

    /// <summary>Who acts at this point of the program; follows calls and awaits, as the current activity does.</summary>
    /// <remarks>
    /// Ambient and not a parameter, so that no way into a store can forget it: what is written without anybody having said who acts counts as
    /// the zone's own act, and shows as such.
    /// </remarks>
    public static AuditActor Current
    {
        get => Flowing.Value?.Invoke() ?? Zone;
        set => Flowing.Value = () => value;
    }

    /// <summary>As setting <see cref="Current"/>, for who acts often and is seldom asked about: made only when something is recorded.</summary>
    /// <param name="make">Must hold on to nothing that ends with the call it is made for.</param>
    public static void Flow(Func<AuditActor> make) => Flowing.Value = make;
}
