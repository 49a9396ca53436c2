namespace NovaZones.Web.Features.Access;

/// <summary>Something that an administrator asks for one person.</summary>
/// <param name="Act">What.</param>
/// <param name="Person">For whom.</param>
/// <param name="Role">The new role, for <see cref="AccessAct.RoleChanged"/>.</param>
public sealed record PersonAct(AccessAct Act, Person Person, string? Role = null);
