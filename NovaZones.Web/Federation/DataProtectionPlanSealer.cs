using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Federation;

/// <summary>Seals plans with the zone's own key ring: authenticated encryption, key id, rotation and expiry come with it.</summary>
/// <remarks>The expiry stands inside the sealed text, so that an expired plan can be told from an altered one without trusting the sender.</remarks>
internal sealed class DataProtectionPlanSealer(IDataProtectionProvider provider, TimeProvider time) : IPlanSealer
{
    private const int MaxLength = 8 * 1024 * 1024;

    private readonly IDataProtector _protector = provider.CreateProtector("NovaZones.SealedPlan.v1");

    /// <inheritdoc />
    public string Seal(SealedPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Base64Url.EncodeToString(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(plan, WireJson.Options)));
    }

    /// <inheritdoc />
    public PlanOpening Open(string text, out SealedPlan? plan)
    {
        plan = null;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || !Base64Url.IsValid(text))
        {
            return PlanOpening.Unreadable;
        }

        try
        {
            var json = Unprotect(Base64Url.DecodeFromChars(text), out var isRevoked);
            if (isRevoked)
            {
                return PlanOpening.Revoked;
            }

            plan = JsonSerializer.Deserialize<SealedPlan>(json, WireJson.Options);
            return plan is null ? PlanOpening.Unreadable : plan.ExpiresAt <= time.GetUtcNow() ? PlanOpening.Expired : PlanOpening.Opened;
        }
        catch (CryptographicException)
        {
            return PlanOpening.Unreadable;
        }
        catch (JsonException)
        {
            return PlanOpening.Unreadable;
        }
    }

    /// <summary>A key that an operator revoked opens nothing any more; that it was this one is told apart, so that the refusal can say so.</summary>
    private byte[] Unprotect(byte[] sealedPlan, out bool isRevoked)
    {
        isRevoked = false;
        return _protector is IPersistedDataProtector persisted
            ? persisted.DangerousUnprotect(sealedPlan, ignoreRevocationErrors: true, out _, out isRevoked)
            : _protector.Unprotect(sealedPlan);
    }
}
