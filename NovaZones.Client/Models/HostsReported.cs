namespace NovaZones.Client.Models;

/// <summary>What a zone took of many reports.</summary>
/// <param name="Accepted">Reports taken.</param>
/// <param name="Created">Of these, hosts that were not known.</param>
/// <param name="Updated">Of these, hosts that were known.</param>
/// <param name="Failed">Reports refused.</param>
/// <param name="Errors">The first refused ones, with what is wrong with them.</param>
public sealed record HostsReported(int Accepted, int Created, int Updated, int Failed, IReadOnlyList<RefusedReport> Errors);

/// <summary>A report that was refused.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Name">The host that it names, when that could be read.</param>
/// <param name="Errors">Everything that is wrong with it.</param>
public sealed record RefusedReport(int Line, string? Name, IReadOnlyList<ZoneFault> Errors);
