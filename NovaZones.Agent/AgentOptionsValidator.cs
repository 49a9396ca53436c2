using System.Globalization;
using Microsoft.Extensions.Options;

namespace NovaZones.Agent;

/// <summary>Finds every fault of the settings, one line each with the setting's name.</summary>
internal sealed class AgentOptionsValidator : IValidateOptions<AgentOptions>
{
    private const int MaxNameLength = 255;

    public ValidateOptionsResult Validate(string? name, AgentOptions options)
    {
        var faults = new List<string>();
        if (!Uri.TryCreate(options.Zone, UriKind.Absolute, out var zone) || (zone.Scheme != Uri.UriSchemeHttp && zone.Scheme != Uri.UriSchemeHttps))
        {
            Add(nameof(options.Zone), options.Zone.Length == 0 ? "is required: the address of the host's zone, such as http://127.0.0.1:5080" : $"must be an absolute http or https address, not \"{options.Zone}\"");
        }

        CheckToken(options);
        if (options.HostName.Length is 0 or > MaxNameLength || !options.HostName.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or ':' or '-' or '@'))
        {
            Add(nameof(options.HostName), $"must have 1 to {MaxNameLength} letters, digits and . _ : - @, not \"{options.HostName}\"");
        }

        CheckTime(nameof(options.ReportInterval), options.ReportInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckTime(nameof(options.FullReportInterval), options.FullReportInterval, options.ReportInterval, TimeSpan.FromDays(1));
        CheckTime(nameof(options.AssignmentInterval), options.AssignmentInterval, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(10));
        CheckTime(nameof(options.ListInterval), options.ListInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        CheckTime(nameof(options.CallTimeout), options.CallTimeout, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(5));
        CheckTime(nameof(options.KeepFor), options.KeepFor, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365));
        CheckNumber(nameof(options.ReservedVcpus), options.ReservedVcpus, 0, long.MaxValue);
        CheckNumber(nameof(options.ReservedMemoryMb), options.ReservedMemoryMb, 0, long.MaxValue);
        CheckNumber(nameof(options.ReservedDiskGb), options.ReservedDiskGb, 0, long.MaxValue);
        CheckNumber(nameof(options.MaxKept), options.MaxKept, 1, 1_000_000);
        if (options.CpuAllocationRatio is not (>= 0.0001 and <= 1000))
        {
            Add(nameof(options.CpuAllocationRatio), string.Create(CultureInfo.InvariantCulture, $"must be from 0.0001 to 1000, not {options.CpuAllocationRatio}"));
        }

        CheckFolder(nameof(options.DiskPath), options.DiskPath);
        CheckFolder(nameof(options.Root), options.Root);
        if (options.DataFile.Length == 0 || options.DataFile.Contains(";", StringComparison.Ordinal))
        {
            Add(nameof(options.DataFile), "must be the path of a file");
        }

        CheckTexts(nameof(options.Aggregates), options.Aggregates);
        CheckTexts(nameof(options.Traits), options.Traits);
        for (var i = 0; i < options.Traits.Count; i++)
        {
            if (!options.Traits[i].All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_'))
            {
                Add($"{nameof(options.Traits)}:{i}", $"must be upper-case letters, digits and _, not \"{options.Traits[i]}\"");
            }
        }

        CheckTime($"{nameof(options.Command)}:{nameof(options.Command.Timeout)}", options.Command.Timeout, TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1));
        CheckTime($"{nameof(options.Command)}:{nameof(options.Command.RetryAfter)}", options.Command.RetryAfter, TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1));
        CheckNumber($"{nameof(options.Command)}:{nameof(options.Command.MaxParallel)}", options.Command.MaxParallel, 1, 64);
        if (!options.Command.IsGiven && options.Command.Arguments.Count > 0)
        {
            Add($"{nameof(options.Command)}:{nameof(options.Command.FileName)}", "is required when there are arguments");
        }
        else if (Path.IsPathRooted(options.Command.FileName) && !File.Exists(options.Command.FileName))
        {
            Add($"{nameof(options.Command)}:{nameof(options.Command.FileName)}", $"names a program that is not there: {options.Command.FileName}");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Add(string setting, string what) => faults.Add($"{AgentOptions.SectionName}:{setting} {what}.");

        void CheckTime(string setting, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
            {
                Add(setting, $"must be from {least} to {most}, not {value}");
            }
        }

        void CheckNumber(string setting, long value, long least, long most)
        {
            if (value < least || value > most)
            {
                Add(setting, most == long.MaxValue ? $"must be {least} or more, not {value}" : $"must be from {least} to {most}, not {value}");
            }
        }

        void CheckFolder(string setting, string path)
        {
            if (!Directory.Exists(path))
            {
                Add(setting, $"must be a folder that exists, not \"{path}\"");
            }
        }

        void CheckTexts(string setting, IList<string> texts)
        {
            for (var i = 0; i < texts.Count; i++)
            {
                if (texts[i].Length is 0 or > MaxNameLength)
                {
                    Add($"{setting}:{i}", $"must have 1 to {MaxNameLength} characters");
                }
            }
        }

        void CheckToken(AgentOptions given)
        {
            if (string.IsNullOrEmpty(given.Token) == string.IsNullOrEmpty(given.TokenFile))
            {
                Add(nameof(given.Token), "is required, an API token with scope hosts:report, either itself or as a file in Agent:TokenFile");
                return;
            }

            if (AgentToken.Read(given, out var fault) is null)
            {
                Add(string.IsNullOrEmpty(given.Token) ? nameof(given.TokenFile) : nameof(given.Token), fault);
            }
        }
    }
}
