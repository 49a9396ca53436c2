namespace NovaZones.Core.Placement.Filters;

/// <summary>One thing about a host that keeps it from passing a filter.</summary>
/// <param name="Attribute">What it is about: <c>VCPU</c>, <c>trait CUSTOM_A</c>, <c>capability version</c>, …</param>
/// <param name="Wanted">What the request or the zone wants of it.</param>
/// <param name="Actual">What the host has.</param>
public sealed record Obstacle(string Attribute, string Wanted, string Actual);
