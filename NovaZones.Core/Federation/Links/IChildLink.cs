namespace NovaZones.Core.Federation.Links;

/// <summary>A standing connection to a child, over which it tells at once that something changed. The parent makes it, never the child.</summary>
public interface IChildLink
{
    /// <summary>Connects and listens until the connection ends. Never throws for what the child or the network does.</summary>
    /// <param name="child">Whom to listen to.</param>
    /// <param name="connected">Called once when the connection stands.</param>
    /// <param name="changed">Called when the child tells that its figures changed; must return at once.</param>
    /// <param name="cancellationToken">Ends the connection; only then this throws.</param>
    /// <returns>Why it could not be made, or why it ended.</returns>
    Task<string> ListenAsync(ChildZone child, Action connected, Action changed, CancellationToken cancellationToken);
}
