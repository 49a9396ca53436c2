using System.Globalization;
using System.Text;

namespace NovaZones.Bench.Fleets;

/// <summary>Reports of a fleet of three kinds of machine in racks; the same for every run.</summary>
internal static class FleetLines
{
    /// <summary>Cores of every host.</summary>
    public const int Cores = 64;

    /// <summary>The name of a host.</summary>
    public static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"host-{index:D7}");

    /// <summary>The report of a host with its name, as a line of <c>POST /api/v1/hosts:report</c>.</summary>
    public static string Of(int index)
    {
        var (cpu, traits, hypervisor) = (index % 3) switch
        {
            0 => ("xeon-8480", "\"HW_CPU_X86_AVX2\",\"HW_CPU_X86_AVX512F\"", 7002),
            1 => ("epyc-9654", "\"HW_CPU_X86_AVX2\"", 7001),
            _ => ("altra-max", "\"HW_CPU_AARCH64_ASIMD\"", 6009),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"name":"{{{NameOf(index)}}}","inventories":{"VCPU":{"total":{{{Cores}}},"allocationRatio":4},"MEMORY_MB":{"total":524288,"reserved":4096},"DISK_GB":4000},"capabilities":{"rack":"r{{{index / 40}}}","cpu_model":"{{{cpu}}}","hypervisor_version":{{{hypervisor}}},"nic_gbit":[25,100]},"traits":[{{{traits}}},"COMPUTE_VOLUME_ATTACH"],"aggregates":["{{{cpu}}}"],"availabilityZone":"az{{{index % 3}}}"}""");
    }

    /// <summary>Lines of many hosts as one body.</summary>
    public static byte[] Body(int hosts)
    {
        var body = new StringBuilder();
        for (var i = 0; i < hosts; i++)
        {
            body.Append(Of(i)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(body.ToString());
    }
}
