using Microsoft.AspNetCore.Identity;

namespace NovaZones.Data.Identity;

/// <summary>A person who may sign in to this zone's console.</summary>
public sealed class ZoneUser : IdentityUser<Guid>
{
    /// <summary>Makes a person with a new id.</summary>
    public ZoneUser()
    {
        Id = Guid.CreateVersion7();
    }
}
