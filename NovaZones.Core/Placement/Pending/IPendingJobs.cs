namespace NovaZones.Core.Placement.Pending;

/// <summary>Queues background work for pending requests. What is queued may be forgotten or run twice; the tables are the truth.</summary>
public interface IPendingJobs
{
    /// <summary>Queues the first attempt of one request.</summary>
    void EnqueueFirstTry(string reservationId);

    /// <summary>Queues a round over the requests that were woken.</summary>
    void EnqueueWoken();
}
