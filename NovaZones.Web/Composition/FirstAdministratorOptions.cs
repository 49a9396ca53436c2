using System.ComponentModel.DataAnnotations;

namespace NovaZones.Web.Composition;

/// <summary>The first administrator (section <c>Auth:Admin</c>); read only while nobody may sign in yet.</summary>
internal sealed class FirstAdministratorOptions
{
    /// <summary>The name to sign in with.</summary>
    /// <value>1 to 256 letters, digits or <c>-._@+</c>; default <c>admin</c>.</value>
    [RegularExpression(@"^[A-Za-z0-9\-._@+]{1,256}$", ErrorMessage = "Auth:Admin:UserName must be 1 to 256 letters, digits or any of -._@+.")]
    public string UserName { get; set; } = "admin";

    /// <summary>The password to sign in with.</summary>
    /// <value>At least 8 characters; default none: one is generated and printed once.</value>
    public string? Password { get; set; }
}
