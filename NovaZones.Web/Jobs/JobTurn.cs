using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NovaZones.Web.Jobs;

/// <summary>When the recurring jobs of a zone run: each at its own second, and at another in every zone.</summary>
/// <param name="zoneId">The zone; replicas of one share their turns, and one of them works.</param>
/// <remarks>Were they all due at the full minute, the zones of one machine would do at the same moment what they could do one after the other.</remarks>
internal sealed class JobTurn(Guid zoneId)
{
    /// <summary>The turn of a job as a cron expression with seconds.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="interval">Whole seconds below a minute, or whole minutes below an hour.</param>
    public string Every(string jobId, TimeSpan interval)
    {
        if (interval < TimeSpan.FromMinutes(1))
        {
            // Cron counts anew in each minute: no later than this, or one that does not divide it would run less often than it should.
            var step = (int)interval.TotalSeconds;
            return string.Create(CultureInfo.InvariantCulture, $"{OffsetOf(jobId, 60 - (59 / step * step))}/{step} * * * * *");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{OffsetOf(jobId, 60)} */{(int)interval.TotalMinutes} * * * *");
    }

    private int OffsetOf(string jobId, int within) =>
        (int)(BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(zoneId + jobId))) % (uint)within);
}
