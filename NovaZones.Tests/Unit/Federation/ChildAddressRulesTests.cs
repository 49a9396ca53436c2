using System.Net;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Addresses;
using Xunit;

namespace NovaZones.Tests.Unit.Federation;

public sealed class ChildAddressRulesTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("fd12:3456::1")]
    [InlineData("8.8.8.8")]
    [InlineData("2001:db8::1")]
    public void Refuse_OrdinaryAddress_IsAllowedByDefault(string address) => Assert.Null(Default().Refuse(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("::")]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::a9fe:a9fe")]
    [InlineData("64:ff9b:1:a9fe:a9:fe00::")]
    [InlineData("64:ff9b:1:a9:fe:a9fe::")]
    [InlineData("64:ff9b:1::a9:fea9:fe00:0")]
    [InlineData("64:ff9b:1::")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("ff02::1")]
    [InlineData("192.0.0.192")]
    public void Refuse_AddressOfTheNetworkItself_IsRefusedWhateverIsAllowed(string address)
    {
        Assert.NotNull(Default().Refuse(IPAddress.Parse(address)));
        Assert.NotNull(Rules("loopback,private,public,0.0.0.0/0,::/0").Refuse(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("10.1.0.0/16", "10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "10.2.0.1", false)]
    [InlineData("10.1.0.0/16", "::ffff:10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "127.0.0.1", false)]
    [InlineData("public", "10.1.2.3", false)]
    [InlineData("public", "8.8.8.8", true)]
    [InlineData("public", "::ffff:127.0.0.1", false)]
    [InlineData("public", "2002:7f00:1::1", false)]
    [InlineData("private", "8.8.8.8", false)]
    [InlineData("Loopback , fd00::/8", "fd01::1", true)]
    public void Refuse_WhatIsSet_Counts(string setting, string address, bool isAllowed) => Assert.Equal(isAllowed, Rules(setting).Refuse(IPAddress.Parse(address)) is null);

    [Theory]
    [InlineData("", "")]
    [InlineData(" , ", "")]
    [InlineData("loopback,everything", "everything")]
    [InlineData("10.0.0.0/33", "10.0.0.0/33")]
    public void Parse_WrongWord_IsNamed(string setting, string word)
    {
        Assert.Null(ChildAddressRules.Parse(setting, out var fault));
        Assert.Equal(word, fault);
    }

    private static ChildAddressRules Default() => Rules(new FederationOptions().AllowedAddresses);

    private static ChildAddressRules Rules(string setting) => ChildAddressRules.Parse(setting, out _)!;
}
