using System.Diagnostics;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Security;

/// <summary>What the audit of packages makes of what a feed says; the feed is a program of the test in the place of dotnet.</summary>
public sealed class DependencyAuditTests : IDisposable
{
    private const string Known = "   > Newtonsoft.Json      12.0.1      12.0.1      High     https://github.com/advisories/GHSA-5crp-9r3c-p9vr";

    private readonly TemporaryDirectory _top = new();

    public void Dispose() => _top.Dispose();

    [Theory]
    [InlineData("", "", "", 0, "NOT AUDITED, the feed has no vulnerability data")]
    [InlineData(Known, "", "", 0, "audited, none is vulnerable")]
    [InlineData(Known, "   > Some.Package         2.0.0       Critical     https://example/advisory-1", "", 1, "Some.Package is vulnerable (https://example/advisory-1)")]
    [InlineData(Known, "   > Some.Package   1.0.0   2.0.0   Low   https://example/advisory-1", "Some.Package https://example/advisory-1 the part is not called", 0, "excepted: the part is not called")]
    [InlineData(Known, "   > Some.Package   1.0.0   2.0.0   Low   https://example/advisory-1", "Some.Package https://example/advisory-1", 1, "without a reason")]
    [InlineData(Known, "   > Some.Package   1.0.0   2.0.0   Low   https://example/advisory-2", "Some.Package https://example/advisory-1 another one", 1, "Some.Package is vulnerable")]
    [InlineData(Known, "FAIL", "", 2, "NOT AUDITED, the packages cannot be listed")]
    public async Task Audit_WhatTheFeedSays_IsToldAsItIs(string canary, string packages, string exceptions, int code, string words)
    {
        Assert.SkipUnless(!OperatingSystem.IsWindows(), "The script is for a shell.");

        var eng = Directory.CreateDirectory(Path.Combine(_top.Path, "eng")).FullName;
        var tools = Directory.CreateDirectory(Path.Combine(_top.Path, "tools")).FullName;
        File.Copy(Path.Combine(RepositoryTop.Path, "eng", "audit-dependencies.sh"), Path.Combine(eng, "audit-dependencies.sh"));
        await File.WriteAllTextAsync(Path.Combine(eng, "dependency-exceptions.txt"), exceptions, TestContext.Current.CancellationToken);
        var dotnet = Path.Combine(tools, "dotnet");
        await File.WriteAllTextAsync(
            dotnet,
            $"""
            #!/usr/bin/env bash
            case "$*" in
              restore*) ;;
              *canary*) echo '{canary}' ;;
              *) if [ '{packages}' = FAIL ]; then exit 1; fi; echo '{packages}' ;;
            esac

            """,
            TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var (exitCode, output) = await RunAsync(Path.Combine(eng, "audit-dependencies.sh"), tools);

        Assert.Contains(words, output, StringComparison.Ordinal);
        Assert.Equal(code, exitCode);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string script, string tools)
    {
        var start = new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await errors);
    }
}
