namespace NovaZones.Web.Features.Account;

/// <summary>Whether it is the person who asks.</summary>
internal enum OwnProof
{
    /// <summary>It is.</summary>
    Right,

    /// <summary>The password or code is wrong.</summary>
    Wrong,

    /// <summary>There were too many wrong ones; nothing is looked at for some minutes.</summary>
    Locked,
}
