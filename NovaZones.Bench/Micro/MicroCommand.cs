using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Spectre.Console;

namespace NovaZones.Bench.Micro;

/// <summary>The <c>micro</c> verb: times single filters, weighers and other small steps, the column form beside the scalar form.</summary>
/// <remarks>In this process, so that nothing is built or downloaded, and short: all of it takes a few minutes.</remarks>
internal static class MicroCommand
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static Command Create()
    {
        var filter = new Option<string>("--filter") { DefaultValueFactory = _ => "*", Description = "measure only benchmarks whose name, such as FilterBenchmarks.Columns, matches this pattern (* and ?)" };
        var json = new Option<FileInfo?>("--json") { Description = "write the results there as JSON, too" };
        var command = new Command("micro", "Measures single filters, weighers and other small steps, in columns beside host by host.") { filter, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(filter), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string filter, FileInfo? json)
    {
        var artifacts = Directory.CreateTempSubdirectory("novazones-micro-");
        try
        {
            var results = new List<MicroResult>();
            foreach (var type in new[] { typeof(FilterBenchmarks), typeof(WeigherBenchmarks), typeof(ExactWeigherBenchmarks), typeof(RequestBenchmarks) })
            {
                var summary = BenchmarkRunner.Run(type, Config(filter, artifacts.FullName));
                if (summary.HasCriticalValidationErrors)
                {
                    AnsiConsole.MarkupLineInterpolated($"[red]{string.Join(Environment.NewLine, summary.ValidationErrors.Select(e => e.Message))}[/]");
                    return 1;
                }

                results.AddRange(Read(summary));
            }

            return Tell(results, filter, json);
        }
        finally
        {
            artifacts.Delete(recursive: true);
        }
    }

    private static ManualConfig Config(string filter, string artifacts) => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(10), logOutput: false)).WithWarmupCount(5).WithIterationCount(9).WithIterationTime(TimeInterval.FromMilliseconds(100)))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(NullLogger.Instance)
        .AddFilter(new GlobFilter([filter.Contains('.', StringComparison.Ordinal) || filter == "*" ? $"*{filter.TrimStart('*')}" : $"*{filter}*"]))
        .WithArtifactsPath(artifacts);

    private static IEnumerable<MicroResult> Read(Summary summary)
    {
        foreach (var report in summary.Reports.Where(r => r.ResultStatistics is not null))
        {
            var @case = report.BenchmarkCase;
            var scalar = summary.Reports.FirstOrDefault(r => r.BenchmarkCase.Descriptor.Baseline && r.BenchmarkCase.Parameters.DisplayInfo == @case.Parameters.DisplayInfo);
            var median = report.ResultStatistics!.Median;
            yield return new MicroResult(
                $"{@case.Descriptor.Type.Name}.{@case.Descriptor.WorkloadMethod.Name}{@case.Parameters.DisplayInfo}",
                median,
                report.GcStats.GetBytesAllocatedPerOperation(@case) ?? 0,
                @case.Descriptor.Baseline ? null : scalar?.ResultStatistics?.Median / median);
        }
    }

    private static int Tell(List<MicroResult> results, string filter, FileInfo? json)
    {
        if (results.Count == 0)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]--filter: no benchmark matches \"{filter}\", or none of them ran.[/]");
            return 1;
        }

        foreach (var result in results)
        {
            var ratio = result.Ratio is { } times ? string.Create(CultureInfo.InvariantCulture, $"  {times:N1}x") : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Name,-60} {result.Nanoseconds,12:N1} ns  {result.AllocatedBytes,8:N0} B{ratio}"));
        }

        if (json is not null)
        {
            File.WriteAllText(json.FullName, JsonSerializer.Serialize(results, Indented));
        }

        return 0;
    }
}
