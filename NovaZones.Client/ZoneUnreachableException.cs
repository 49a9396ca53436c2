namespace NovaZones.Client;

/// <summary>There was no answer that could be read: whether the call had an effect is not known.</summary>
public sealed class ZoneUnreachableException : Exception
{
    /// <param name="message">What happened, in words.</param>
    /// <param name="inner">Why.</param>
    public ZoneUnreachableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
