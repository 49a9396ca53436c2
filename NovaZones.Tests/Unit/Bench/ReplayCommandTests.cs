using System.CommandLine;
using NovaZones.Bench.Replay;
using Xunit;

namespace NovaZones.Tests.Unit.Bench;

public sealed class ReplayCommandTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("")]
    [InlineData("--url http://127.0.0.1:5080 --token t")]
    [InlineData("--zones 5 --departures --concurrency 8 --limit 10")]
    public void Parse_GoodOptions_HasNoErrors(string options) => Assert.Empty(Parse(options).Errors);

    [Theory]
    [InlineData("--url http://127.0.0.1:5080", "--url needs --token.")]
    [InlineData("--url http://127.0.0.1:5080 --token t --zones 2", "--zones starts own zones and cannot go with --url.")]
    [InlineData("--url ftp://x --token t", "--url must be an http or https address, not \"ftp://x\".")]
    [InlineData("--zones 32", "--zones must be 1 to 31.")]
    [InlineData("--concurrency 0", "--concurrency must be 1 to 1024.")]
    public void Parse_BadOptions_SaysWhy(string options, string message) => Assert.Contains(message, Parse(options).Errors.Select(error => error.Message));

    private ParseResult Parse(string options) =>
        new RootCommand { ReplayCommand.Create() }.Parse($"replay --nodes {_file} --pods {_file} {options}");
}
