using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Federation;
using NovaZones.Web.Federation;
using Xunit;

namespace NovaZones.Tests.Unit.Federation;

/// <summary>What is remembered of addresses that spoke HTTP/2 in clear text, or did not.</summary>
public sealed class CleartextHttp2Tests
{
    private static readonly Uri Child = new("http://10.0.0.1:5080");

    private readonly FakeTimeProvider _time = new();
    private readonly CleartextHttp2 _memory;

    public CleartextHttp2Tests() => _memory = new CleartextHttp2(Options.Create(new FederationOptions { CleartextHttp2 = true }), _time);

    [Fact]
    public void Refusal_OfOneThatNeverSpoke_CountsForAWhile()
    {
        Assert.True(_memory.IsRefusal(Child, Broken()));
        Assert.False(_memory.MayTry(Child));

        _time.Advance(CleartextHttp2.Memory);

        Assert.True(_memory.MayTry(Child));
    }

    /// <remarks>As when another program listens at the address from now on.</remarks>
    [Fact]
    public void Refusals_OfOneThatSpoke_ForgetItAfterSomeInARow_AndNeverAskTwice()
    {
        _memory.Spoke(Child);
        Assert.False(_memory.IsRefusal(Child, Broken()));
        Assert.False(_memory.IsRefusal(Child, Broken()));
        _memory.Spoke(Child);
        for (var i = 0; i < CleartextHttp2.MostRefusals; i++)
        {
            Assert.True(_memory.MayTry(Child));
            Assert.False(_memory.IsRefusal(Child, Broken()));
        }

        Assert.False(_memory.MayTry(Child));
        Assert.False(_memory.IsRefusal(Child, Broken()));
        _time.Advance(CleartextHttp2.Memory);
        Assert.True(_memory.MayTry(Child));
        Assert.True(_memory.IsRefusal(Child, Broken()));
    }

    [Fact]
    public void Refusal_ForAnotherReason_SaysNothing()
    {
        Assert.False(_memory.IsRefusal(Child, new HttpRequestException(HttpRequestError.ConnectionError)));
        Assert.True(_memory.MayTry(Child));
    }

    private static HttpRequestException Broken() => new(HttpRequestError.HttpProtocolError);
}
