using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Protection;

/// <summary>Bounds how often one token or address may ask, and how often an address may try to sign in.</summary>
/// <remarks>
/// Counted in this process: of several replicas each allows as much. Addresses are counted as the connection shows them; of IPv6 the first 64
/// bits, since that much belongs to one customer.
/// </remarks>
internal static class CallerLimits
{
    /// <summary>Adds the limits.</summary>
    public static IServiceCollection AddCallerLimits(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var limits = provider.GetRequiredService<IOptions<ProtectionLimits>>().Value;
            return PartitionedRateLimiter.Create<HttpContext, string>(context => PartOf(context, limits));
        });
        services.AddSingleton(provider => new LookupCounter(provider.GetRequiredService<IOptions<ProtectionLimits>>().Value));
        return services;
    }

    /// <summary>Bounds how often an address may have tokens looked up that were not seen lately. Must stand before authentication, which looks them up.</summary>
    /// <remarks>
    /// Who guesses is counted as a stranger, but only after each guess has read the database. Ten times as many are let through here as strangers
    /// may ask: those who come with a token of their own from the same address must not be kept out by one who guesses.
    /// </remarks>
    public static void UseLookupLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<IOptions<ProtectionLimits>>().Value;
        var tokens = app.Services.GetRequiredService<ApiTokenService>();
        var counter = app.Services.GetRequiredService<LookupCounter>();
        app.UseWhen(context => !IsExempt(context, limits) && IsLookedUp(context, tokens), counted => counted.Use(async (context, next) =>
        {
            using var lease = counter.AttemptAcquire(context);
            await (lease.IsAcquired ? next(context) : RefuseAsync(context, lease));
        }));
    }

    /// <summary>Counts callers. Must stand behind authentication, which tells who they are.</summary>
    /// <remarks>
    /// Those who are not counted do not come past the counter at all: it has one lock for everybody. The counter is the container's, which
    /// disposes it; the platform's middleware makes another that nothing ever disposes, and whose timer keeps a stopped zone in memory.
    /// </remarks>
    public static void UseCallerLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<IOptions<ProtectionLimits>>().Value;
        var counter = app.Services.GetRequiredService<PartitionedRateLimiter<HttpContext>>();
        app.UseWhen(context => !IsExempt(context, limits), counted => counted.Use(async (context, next) =>
        {
            using var lease = counter.AttemptAcquire(context);
            await (lease.IsAcquired ? next(context) : RefuseAsync(context, lease));
        }));
    }

    /// <summary>The part of an address that is counted as one.</summary>
    internal static string Origin(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private static bool IsLookedUp(HttpContext context, ApiTokenService tokens) =>
        context.Request.Headers.Authorization is [{ } header, ..]
        && header.StartsWith(ApiTokenAuthenticationHandler.BearerPrefix, StringComparison.OrdinalIgnoreCase)
        && !tokens.IsFresh(header[ApiTokenAuthenticationHandler.BearerPrefix.Length..].Trim());

    private static RateLimitPartition<string> PartOf(HttpContext context, ProtectionLimits limits)
    {
        var address = Origin(context.Connection.RemoteIpAddress);
        return limits.SignInsPerMinute > 0 && HttpMethods.IsPost(context.Request.Method) && context.Request.Path.StartsWithSegments("/login")
                ? RateLimitPartition.GetSlidingWindowLimiter($"sign-in:{address}", _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = limits.SignInsPerMinute,
                    Window = TimeSpan.FromMinutes(1),
                    SegmentsPerWindow = 6,
                })
            : context.User.FindFirstValue(ZoneClaims.TokenId) is { } token ? PerSecond($"token:{token}", limits.RequestsPerSecondPerToken)
            : PerSecond($"address:{address}", limits.RequestsPerSecondPerAddress);
    }

    private static RateLimitPartition<string> PerSecond(string key, int permits) => permits == 0
        ? RateLimitPartition.GetNoLimiter("exempt")
        : RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            // Given out ten times a second, so that nobody waits a whole second for the next.
            TokenLimit = 2 * permits,
            TokensPerPeriod = Math.Max(1, permits / 10),
            ReplenishmentPeriod = TimeSpan.FromSeconds(permits < 10 ? 1.0 / permits : 0.1),
        });

    /// <summary>Look-ups by address.</summary>
    internal sealed class LookupCounter(ProtectionLimits limits) : IDisposable
    {
        private readonly PartitionedRateLimiter<HttpContext> _counter =
            PartitionedRateLimiter.Create<HttpContext, string>(context => PerSecond(Origin(context.Connection.RemoteIpAddress), 10 * limits.RequestsPerSecondPerAddress));

        /// <summary>Leave for one.</summary>
        public RateLimitLease AttemptAcquire(HttpContext context) => _counter.AttemptAcquire(context);

        /// <inheritdoc />
        public void Dispose() => _counter.Dispose();
    }

    /// <remarks>Whether the zone lives must be seen also by somebody whose programs ask too much.</remarks>
    private static bool IsExempt(HttpContext context, ProtectionLimits limits) =>
        (!limits.LimitLoopback && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))
        || context.Request.Path.StartsWithSegments("/healthz")
        || context.Request.Path.StartsWithSegments("/readyz");

    private static async Task RefuseAsync(HttpContext context, RateLimitLease lease)
    {
        var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await OutcomeResults.Problem(
            StatusCodes.Status429TooManyRequests,
            ProblemTypes.TooManyRequests,
            "There are too many requests.",
            $"Ask again in {seconds} s.").ExecuteAsync(context);
    }
}
