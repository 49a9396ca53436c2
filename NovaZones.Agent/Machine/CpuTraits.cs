using System.Collections.Frozen;
using System.Collections.Immutable;

namespace NovaZones.Agent.Machine;

/// <summary>What the kernel calls the abilities of a processor, and their standard names as traits.</summary>
internal static class CpuTraits
{
    private static readonly FrozenDictionary<string, string> _x86 = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["lm"] = "HW_ARCH_X86_64",
        ["mmx"] = "HW_CPU_X86_MMX",
        ["sse"] = "HW_CPU_X86_SSE",
        ["sse2"] = "HW_CPU_X86_SSE2",
        ["pni"] = "HW_CPU_X86_SSE3",
        ["ssse3"] = "HW_CPU_X86_SSSE3",
        ["sse4_1"] = "HW_CPU_X86_SSE41",
        ["sse4_2"] = "HW_CPU_X86_SSE42",
        ["sse4a"] = "HW_CPU_X86_SSE4A",
        ["avx"] = "HW_CPU_X86_AVX",
        ["avx2"] = "HW_CPU_X86_AVX2",
        ["avx512f"] = "HW_CPU_X86_AVX512F",
        ["avx512cd"] = "HW_CPU_X86_AVX512CD",
        ["avx512bw"] = "HW_CPU_X86_AVX512BW",
        ["avx512dq"] = "HW_CPU_X86_AVX512DQ",
        ["avx512vl"] = "HW_CPU_X86_AVX512VL",
        ["avx512ifma"] = "HW_CPU_X86_AVX512IFMA",
        ["avx512vbmi"] = "HW_CPU_X86_AVX512VBMI",
        ["avx512_vbmi2"] = "HW_CPU_X86_AVX512VBMI2",
        ["avx512_bitalg"] = "HW_CPU_X86_AVX512BITALG",
        ["avx512_vnni"] = "HW_CPU_X86_AVX512VNNI",
        ["avx512_vpopcntdq"] = "HW_CPU_X86_AVX512VPOPCNTDQ",
        ["gfni"] = "HW_CPU_X86_AVX512GFNI",
        ["vaes"] = "HW_CPU_X86_AVX512VAES",
        ["vpclmulqdq"] = "HW_CPU_X86_AVX512VPCLMULQDQ",
        ["fma"] = "HW_CPU_X86_FMA3",
        ["fma4"] = "HW_CPU_X86_FMA4",
        ["f16c"] = "HW_CPU_X86_F16C",
        ["aes"] = "HW_CPU_X86_AESNI",
        ["pclmulqdq"] = "HW_CPU_X86_CLMUL",
        ["sha_ni"] = "HW_CPU_X86_SHA",
        ["abm"] = "HW_CPU_X86_ABM",
        ["bmi1"] = "HW_CPU_X86_BMI",
        ["bmi2"] = "HW_CPU_X86_BMI2",
        ["mpx"] = "HW_CPU_X86_MPX",
        ["sgx"] = "HW_CPU_X86_SGX",
        ["rtm"] = "HW_CPU_X86_TSX",
        ["vmx"] = "HW_CPU_X86_VMX",
        ["svm"] = "HW_CPU_X86_SVM",
        ["sev"] = "HW_CPU_X86_AMD_SEV",
        ["sev_es"] = "HW_CPU_X86_AMD_SEV_ES",
        ["pdpe1gb"] = "HW_CPU_X86_PDPE1GB",
        ["stibp"] = "HW_CPU_X86_STIBP",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> _arm = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["fp"] = "HW_CPU_AARCH64_FP",
        ["asimd"] = "HW_CPU_AARCH64_ASIMD",
        ["aes"] = "HW_CPU_AARCH64_AES",
        ["pmull"] = "HW_CPU_AARCH64_PMULL",
        ["sha1"] = "HW_CPU_AARCH64_SHA1",
        ["sha2"] = "HW_CPU_AARCH64_SHA2",
        ["sha3"] = "HW_CPU_AARCH64_SHA3",
        ["sha512"] = "HW_CPU_AARCH64_SHA512",
        ["crc32"] = "HW_CPU_AARCH64_CRC32",
        ["atomics"] = "HW_CPU_AARCH64_ATOMICS",
        ["fphp"] = "HW_CPU_AARCH64_FPHP",
        ["asimdhp"] = "HW_CPU_AARCH64_ASIMDHP",
        ["asimddp"] = "HW_CPU_AARCH64_ASIMDDP",
        ["sve"] = "HW_CPU_AARCH64_SVE",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Traits of what <c>flags</c> lists, sorted.</summary>
    public static ImmutableArray<string> OfX86(string flags) => Of(flags, _x86);

    /// <summary>Traits of what <c>Features</c> lists, sorted.</summary>
    public static ImmutableArray<string> OfArm(string features) => [.. Of(features, _arm).Add("HW_ARCH_AARCH64").Order(StringComparer.Ordinal)];

    private static ImmutableArray<string> Of(string flags, FrozenDictionary<string, string> names) =>
        [.. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(names.ContainsKey).Select(f => names[f]).Distinct().Order(StringComparer.Ordinal)];
}
