using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>A certificate authority as an operator would keep one, with its files in a folder.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly string _directory;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public TestAuthority(string directory, string name)
    {
        _directory = directory;
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddYears(-2), now.AddYears(2)); // keeps the key, to sign with
        FilePath = Path.Combine(directory, $"{name}.pem");
        File.WriteAllText(FilePath, _certificate.ExportCertificatePem());
    }

    /// <summary>What parents are told to trust.</summary>
    public string FilePath { get; }

    /// <summary>Issues a certificate for a server; settings for Kestrel with its files.</summary>
    public string[] Issue(string name, string host, bool hasExpired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var issued = Request(name, host, key).Create(_certificate, now.AddYears(-1), hasExpired ? now.AddDays(-1) : now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        return Write(Path.Combine(_directory, name), issued, key);
    }

    /// <summary>Issues a certificate for a server that names a revocation list; settings for Kestrel with its files.</summary>
    public string[] Issue(string name, string host, Uri revocationList, out byte[] serial)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return IssueListed(name, Request(name, host, key), key, revocationList, out serial);
    }

    /// <summary>Issues a certificate for a parent to show, in <c>name.crt</c> and <c>name.key</c>.</summary>
    public void IssueForClient(string name, bool hasExpired = false) => IssueForClient(name, TimeProvider.System.GetUtcNow().AddDays(hasExpired ? -1 : 1));

    /// <summary>Issues a certificate for a parent to show that ends at some moment, in <c>name.crt</c> and <c>name.key</c>.</summary>
    public void IssueForClient(string name, DateTimeOffset end)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var issued = Request(name, IPAddress.TryParse(name, out _) ? name : $"{name}.example", key, ClientUse).Create(_certificate, now.AddYears(-1), end, RandomNumberGenerator.GetBytes(8));
        Write(Path.Combine(_directory, name), issued, key);
    }

    /// <summary>Issues a certificate for a parent that names a revocation list, in <c>name.crt</c> and <c>name.key</c>.</summary>
    /// <returns>Its serial number.</returns>
    public byte[] IssueForClient(string name, Uri revocationList)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        IssueListed(name, Request(name, $"{name}.example", key, ClientUse), key, revocationList, out var serial);
        return serial;
    }

    /// <summary>A revocation list with these serial numbers.</summary>
    public byte[] Revoke(params byte[][] serials) => Revoke(TimeProvider.System.GetUtcNow().AddHours(1), serials);

    /// <summary>A revocation list with these serial numbers, whose next one comes at some moment.</summary>
    public byte[] Revoke(DateTimeOffset next, params byte[][] serials)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var serial in serials)
        {
            list.AddEntry(serial);
        }

        var now = TimeProvider.System.GetUtcNow();
        return list.Build(_certificate, 1, next, HashAlgorithmName.SHA256, thisUpdate: now.AddMinutes(-5));
    }

    /// <summary>Makes a certificate that a server signed itself, in <c>name.crt</c>; settings for Kestrel with its files.</summary>
    public static string[] SelfSign(string directory, string name, string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = Request(name, host, key).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return Write(Path.Combine(directory, name), made, key);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private string[] IssueListed(string name, CertificateRequest request, ECDsa key, Uri revocationList, out byte[] serial)
    {
        var now = TimeProvider.System.GetUtcNow();
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([revocationList.AbsoluteUri]));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        serial = RandomNumberGenerator.GetBytes(8);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40); // positive, without a leading zero
        using var issued = request.Create(_certificate, now.AddYears(-1), now.AddDays(1), serial);
        return Write(Path.Combine(_directory, name), issued, key);
    }

    private static CertificateRequest Request(string name, string host, ECDsa key, string use = ServerUse)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        return request;
    }

    private static string[] Write(string file, X509Certificate2 certificate, ECDsa key)
    {
        File.WriteAllText($"{file}.crt", certificate.ExportCertificatePem());
        File.WriteAllText($"{file}.key", key.ExportPkcs8PrivateKeyPem());
        return ["urls=https://127.0.0.1:0", $"Kestrel:Certificates:Default:Path={file}.crt", $"Kestrel:Certificates:Default:KeyPath={file}.key"];
    }
}
