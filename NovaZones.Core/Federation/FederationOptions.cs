using System.ComponentModel.DataAnnotations;

namespace NovaZones.Core.Federation;

/// <summary>How this zone deals with its children (section <c>Federation</c>).</summary>
public sealed class FederationOptions
{
    /// <summary>Time between two polls of the children.</summary>
    /// <value>1 s to 59 s; default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:59")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for one poll.</summary>
    /// <value>100 ms to 1 minute; default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan PollTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Failures in a row, of polls or requests, after which a child is offline and no longer asked.</summary>
    /// <value>1 to 100; default 3.</value>
    [Range(1, 100)]
    public int FailuresToOffline { get; set; } = 3;

    /// <summary>Levels that a request may go down.</summary>
    /// <value>0 to 32; default 8.</value>
    [Range(0, 32)]
    public int HopLimit { get; set; } = 8;

    /// <summary>Time after which a sealed plan is refused.</summary>
    /// <value>1 s to 1 hour; default 60 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PlanLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Most that one child may take of a request's time; also bounded by half of what the deadline leaves.</summary>
    /// <value>50 ms to 1 minute; default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan ChildTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether a child that alone comes into question for a request is asked to place it in one call, instead of being asked first and claimed of then.</summary>
    /// <value>Default true.</value>
    public bool PlaceOutright { get; set; } = true;

    /// <summary>Time for which a child that failed requests is not asked; doubles with every failed trial, up to sixteen times.</summary>
    /// <value>100 ms to 10 minutes; default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan BreakerOpenTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Questions that the zone has open at all children together; more wait within their time.</summary>
    /// <value>1 to 10000; default 256.</value>
    [Range(1, 10_000)]
    public int MaxAsks { get; set; } = 256;

    /// <summary>Questions that the zone has open at one child; more wait within their time.</summary>
    /// <value>1 to 1000; default 64.</value>
    [Range(1, 1000)]
    public int MaxAsksPerChild { get; set; } = 64;

    /// <summary>Children that were not asked and still get a line of their own in an answer; more of them are told by reason.</summary>
    /// <value>1 to 10000; default 64.</value>
    [Range(1, 10_000)]
    public int MaxChildLines { get; set; } = 64;

    /// <summary>Zones below that a summary tells one by one, the nearest first; of the rest of each branch only the sums are kept and told.</summary>
    /// <value>1 to 10000; default 500.</value>
    [Range(1, 10_000)]
    public int MaxZones { get; set; } = 500;

    /// <summary>Longest time between two polls of a child that does not answer.</summary>
    /// <value>1 s to 1 hour; default 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether children with an http address are first spoken to in HTTP/2; those that do not understand are then spoken to in HTTP/1.1.</summary>
    /// <value>Default <c>false</c>. With an https address both sides agree on HTTP/2 by themselves.</value>
    public bool CleartextHttp2 { get; set; }

    /// <summary>File with the certificates, in PEM form, of the authorities that children with an https address must have theirs from; read at start.</summary>
    /// <value>Default none: the machine's store decides. With a file nothing but what it holds is trusted, for children only.</value>
    public string? TrustedAuthority { get; set; }

    /// <summary>Whether certificates of children, and of what stands between them and their authority, are looked up in the revocation lists (CRL, OCSP) that they name.</summary>
    /// <value><c>NoCheck</c>, <c>Offline</c> (only lists that were fetched before) or <c>Online</c> (fetched when needed, kept until their next update); default <c>NoCheck</c>, since few authorities of a fleet publish a list, and where none can be had the other two refuse every child.</value>
    [RegularExpression("^(NoCheck|Offline|Online)$", ErrorMessage = "Federation:ChildRevocation must be NoCheck, Offline or Online.")]
    public string ChildRevocation { get; set; } = "NoCheck";

    /// <summary>File with the certificate, in PEM form, that this zone shows to children with an https address, and with what stands between it and its authority; read at start.</summary>
    /// <value>Default none: children know this zone by its tokens alone.</value>
    public string? ClientCertificate { get; set; }

    /// <summary>File with the key of that certificate, in PEM form.</summary>
    /// <value>Default none: the key is in the certificate's own file.</value>
    public string? ClientCertificateKey { get; set; }

    /// <summary>Password of that key.</summary>
    /// <value>Default none: the key is not encrypted.</value>
    public string? ClientCertificatePassword { get; set; }

    /// <summary>File with the certificates, in PEM form, of the authorities that parents of this zone must have theirs from; read at start.</summary>
    /// <value>Default none: a token is enough. With a file whoever acts as a parent must come over TLS and show a certificate, which a proxy in front that ends TLS would hide.</value>
    public string? ParentAuthority { get; set; }

    /// <summary>Whether certificates of parents, and of what stands between them and their authority, are looked up in the revocation lists (CRL, OCSP) that they name.</summary>
    /// <value><c>NoCheck</c>, <c>Offline</c> (only lists that were fetched before) or <c>Online</c> (fetched when needed, kept until their next update); default <c>NoCheck</c>, since few authorities of a fleet publish a list, and where none can be had the other two refuse every parent.</value>
    [RegularExpression("^(NoCheck|Offline|Online)$", ErrorMessage = "Federation:ParentRevocation must be NoCheck, Offline or Online.")]
    public string ParentRevocation { get; set; } = "NoCheck";

    /// <summary>Network addresses that children may have, looked at when a row is saved and for every connection.</summary>
    /// <value><c>loopback</c>, <c>private</c>, <c>public</c> and networks as <c>10.1.0.0/16</c>, commas between; default <c>loopback,private,public</c>. Link-local, multicast and unspecified addresses, and those under which clouds answer with credentials, are never connected to.</value>
    [Required]
    public string AllowedAddresses { get; set; } = "loopback,private,public";

    /// <summary>Time between two comparisons of what this zone believes and what its children hold.</summary>
    /// <value>1 s to 59 s; default 15 s. Each round looks at a bounded part and goes on where the last one ended.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:59")]
    public TimeSpan ReconcileInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Age from which a claim that only one side knows is settled; a younger one may still be on its way.</summary>
    /// <value>1 s to 1 hour; default 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ReconcileAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether instances that a child holds for this zone and this zone does not know are given back; if not, they are only counted and told.</summary>
    /// <value>Default <c>true</c>. Set it to <c>false</c> before starting a zone on a restored backup, and look first.</value>
    public bool ReleaseGhosts { get; set; } = true;

    /// <summary>Largest answer of a child that is read, in bytes.</summary>
    /// <value>64 KiB to 64 MiB; default 4 MiB.</value>
    [Range(65_536, 67_108_864)]
    public int MaxAnswerBytes { get; set; } = 4 * 1024 * 1024;
}
