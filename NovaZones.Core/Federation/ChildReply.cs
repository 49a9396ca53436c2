namespace NovaZones.Core.Federation;

/// <summary>How a call to a child ended.</summary>
/// <typeparam name="T">What it answers on success.</typeparam>
public abstract record ChildReply<T>
{
    private ChildReply()
    {
    }

    /// <summary>The ending in one word, for counting.</summary>
    public string Word => this switch
    {
        Answered => "answered",
        Refused => "refused",
        TimedOut => "timed_out",
        _ => "failed",
    };

    /// <summary>It answered.</summary>
    public sealed record Answered(T Value) : ChildReply<T>;

    /// <summary>It understood and said no; asking again in the same way is of no use.</summary>
    public sealed record Refused(int Status, string Reason) : ChildReply<T>;

    /// <summary>It did not answer in time; whatever was asked may have happened.</summary>
    public sealed record TimedOut(string Reason) : ChildReply<T>;

    /// <summary>It could not be reached or answered nonsense; whatever was asked may have happened.</summary>
    public sealed record Failed(string Reason) : ChildReply<T>;
}
