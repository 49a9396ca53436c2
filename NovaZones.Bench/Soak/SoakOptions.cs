namespace NovaZones.Bench.Soak;

/// <summary>What a soak is run with.</summary>
internal sealed record SoakOptions
{
    /// <value>How long memory is measured.</value>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(10);

    /// <value>How long there is the same load before: until everything was asked once, compiled, and its buffers are as large as they get.</value>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMinutes(8);

    /// <value>Errands begun each second, beside the callers who place and release at the root half as often.</value>
    public int Rate { get; init; } = 40;

    /// <value>Repeats the choice of errands and disturbances.</value>
    public int Seed { get; init; } = 1;

    /// <value>Time between two measures of memory: sixty in all, none closer than a second.</value>
    public TimeSpan MeasureInterval => TimeSpan.FromSeconds(Math.Max(1, Length.TotalSeconds / 60));
}
