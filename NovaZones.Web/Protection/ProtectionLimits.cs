using System.ComponentModel.DataAnnotations;

namespace NovaZones.Web.Protection;

/// <summary>How much of a zone's time one caller may take (section <c>Limits</c>).</summary>
public sealed class ProtectionLimits
{
    /// <summary>Requests that one token may make in a second, on average; twice as many at once.</summary>
    /// <value>0 (none is counted) to 1000000; default 5000: what a parent or a large fleet's reporter needs stays far below.</value>
    [Range(0, 1_000_000)]
    public int RequestsPerSecondPerToken { get; set; } = 5000;

    /// <summary>Requests without a valid token that one address may make in a second, on average; twice as many at once.</summary>
    /// <value>0 (none is counted) to 1000000; default 200.</value>
    [Range(0, 1_000_000)]
    public int RequestsPerSecondPerAddress { get; set; } = 200;

    /// <summary>Attempts to sign in that one address may make in a minute.</summary>
    /// <value>0 (none is counted) to 100000; default 30.</value>
    [Range(0, 100_000)]
    public int SignInsPerMinute { get; set; } = 30;

    /// <summary>Whether callers on the zone's own machine are counted, too.</summary>
    /// <value>Default <c>false</c>: whoever runs programs there needs no network to take the zone's time. Set it to <c>true</c> behind a proxy on the same machine.</value>
    public bool LimitLoopback { get; set; }

    /// <summary>Connections that are open at the same time, pages included.</summary>
    /// <value>10 to 1000000; default 10000.</value>
    [Range(10, 1_000_000)]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Longest time that a request's head may take to arrive.</summary>
    /// <value>1 second to 10 minutes; default 15 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time that a connection without a request stays open.</summary>
    /// <value>1 second to 1 hour; default 130 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>Largest head of a request, in bytes; of one line of it at most 8 KiB.</summary>
    /// <value>4 KiB to 1 MiB; default 32 KiB.</value>
    [Range(4_096, 1_048_576)]
    public int MaxHeaderBytes { get; set; } = 32_768;

    /// <summary>Most lines in a request's head.</summary>
    /// <value>20 to 1000; default 100.</value>
    [Range(20, 1_000)]
    public int MaxHeaders { get; set; } = 100;

    /// <summary>Bytes of a body that must arrive in a second, on average after the first five seconds.</summary>
    /// <value>1 to 1048576; default 240.</value>
    [Range(1, 1_048_576)]
    public int MinBodyBytesPerSecond { get; set; } = 240;

    /// <summary>Longest time that a request of the API may take, its body included; events and batches of reports are not meant.</summary>
    /// <value>1 second to 1 hour; default 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(5);
}
