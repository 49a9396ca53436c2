using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using NovaZones.Core.Audit;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Operations;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Core.Placement.Commit;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Policies;
using NovaZones.Core.Policies.Preview;
using NovaZones.Core.Quotas;
using NovaZones.Core.Trials.Drift;
using NovaZones.Core.Trials.WhatIf;
using NovaZones.Web;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Features.Access;
using NovaZones.Web.Jobs;
using Xunit;

namespace NovaZones.Tests.Architecture;

/// <summary>A button that is not drawn is no protection: whatever a page or dialog does to the zone, it asks for the permission in the same method.</summary>
/// <remarks>Read from what the compiler made, so that a permission that is taken out of a page makes this fail.</remarks>
public sealed partial class PermissionsOfActsTests
{
    /// <summary>What changes the zone or costs it much, of what pages call. One's own account is everybody's.</summary>
    private static readonly (Type Service, string[] Methods)[] _acts =
    [
        (typeof(AccessService), ["AddAsync", "SetRoleAsync", "LockAsync", "UnlockAsync", "ResetPasswordAsync", "ResetSecondFactorAsync", "SignOutEverywhereAsync", "RemoveAsync", "CreateTokenAsync", "RevokeTokenAsync"]),
        (typeof(AggregateBook), ["SaveAsync", "RemoveAsync"]),
        (typeof(AuditLog), ["VerifyAsync"]),
        (typeof(CapacityService), ["CountAsync"]),
        (typeof(ChildZoneService), ["AddAsync", "UpdateAsync", "RemoveAsync", "TestAsync", "TryAsync"]),
        (typeof(DriftService), ["LookAsync"]),
        (typeof(HostService), ["SetAdminStateAsync", "RemoveAsync"]),
        (typeof(JobBoard), ["RunNow"]),
        (typeof(LedgerCheck), ["RunAsync"]),
        (typeof(PendingPlacementService), ["SubmitAsync", "CancelAsync"]),
        (typeof(PlanCommitService), ["CommitAsync"]),
        (typeof(PolicyBook), ["SaveAsync", "RemoveAsync"]),
        (typeof(PolicyPreviewService), ["PreviewAsync"]),
        (typeof(QuotaService), ["SaveAsync", "RemoveAsync"]),
        (typeof(ReleaseService), ["ReleaseReservationAsync"]),
        (typeof(WhatIfService), ["AskAsync"]),
    ];

    /// <summary>Acts whose permission is asked for by the one method that calls them.</summary>
    private static readonly Dictionary<string, string> _askedBy = new(StringComparer.Ordinal) { ["AccessPage.DoAsync"] = "AccessPage.ActNowAsync" };

    [Fact]
    public void EveryActOfAPage_AsksForThePermission()
    {
        var calls = typeof(ZoneApplication).Assembly.GetTypes().Where(type => typeof(IComponent).IsAssignableFrom(type))
            .SelectMany(component => WithNested(component).SelectMany(type => type.GetMethods(All).Where(method => method.DeclaringType == type)).SelectMany(method => Calls(method).Select(called => (Place: $"{component.Name}.{Source(method)}", Called: called))))
            .ToList();
        var acts = calls.Where(call => _acts.Any(act => call.Called.DeclaringType == act.Service && act.Methods.Contains(call.Called.Name))).ToList();
        var asked = calls.Where(call => call.Called.DeclaringType == typeof(Permission) && call.Called.Name == nameof(Permission.DemandAsync)).Select(call => call.Place).ToHashSet(StringComparer.Ordinal);

        var unused = _acts.SelectMany(act => act.Methods.Select(name => (act.Service, name))).Where(act => !acts.Exists(call => call.Called.DeclaringType == act.Service && call.Called.Name == act.name));
        Assert.True(!unused.Any(), $"No page does this any more: {string.Join(", ", unused)}");
        var silent = acts.Select(call => call.Place).Distinct().Where(place => !asked.Contains(_askedBy.GetValueOrDefault(place, place))).ToList();
        Assert.True(silent.Count == 0, $"These act and ask for no permission: {string.Join(", ", silent)}");
        var guarded = calls.Where(call => call.Called.DeclaringType == typeof(GuardedActs)).Select(call => Component(call.Place)).ToHashSet(StringComparer.Ordinal);
        var bare = acts.Select(call => Component(call.Place)).Distinct().Where(component => !guarded.Contains(component)).ToList();
        Assert.True(bare.Count == 0, $"These act and do not say what stood in the way: {string.Join(", ", bare)}");
    }

    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static string Component(string place) => place[..place.IndexOf('.', StringComparison.Ordinal)];

    private static IEnumerable<Type> WithNested(Type type) => type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).SelectMany(WithNested).Prepend(type);

    /// <summary>The method as it was written: of a lambda or of what the compiler made for awaiting, the one around it.</summary>
    private static string Source(MethodInfo method) =>
        MadeFrom().Match(method.Name.Contains('<', StringComparison.Ordinal) ? method.Name : method.DeclaringType!.Name) is { Success: true } made ? made.Groups[1].Value : method.Name;

    /// <summary>The methods that a method calls. A byte that only looks like a call names nothing, or nothing that is looked for.</summary>
    private static IEnumerable<MethodBase> Calls(MethodInfo method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at + 4 < code.Length; at++)
        {
            if (code[at] is 0x28 or 0x6F or 0x06 && Resolve(method, BitConverter.ToInt32(code, at + 1)) is { } called)
            {
                yield return called;
            }
        }
    }

    private static MethodBase? Resolve(MethodInfo method, int token)
    {
        try
        {
            return method.Module.ResolveMethod(token, method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null, method.IsGenericMethod ? method.GetGenericArguments() : null);
        }
        catch (Exception ex) when (ex is ArgumentException or BadImageFormatException)
        {
            return null;
        }
    }

    [GeneratedRegex("<([A-Za-z]+)>")]
    private static partial Regex MadeFrom();
}
