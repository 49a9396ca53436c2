namespace NovaZones.Web.Composition;

/// <summary>Tells a stop that took longer than the host allows from a defect on the way down.</summary>
internal static class StopFaults
{
    /// <summary>
    /// Whether nothing but the time ran out. A caller who keeps a connection open makes the web server use all of it; the services that stop after
    /// it are given none, and the job server says so by throwing, though it has stopped. What was answered is durable either way.
    /// </summary>
    public static bool IsOutOfTime(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: var inner } => inner.All(IsOutOfTime),
        _ => exception is OperationCanceledException,
    };
}
