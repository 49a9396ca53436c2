using System.Reflection;
using Microsoft.Extensions.Logging;
using NovaZones.Core;
using NovaZones.Data;
using NovaZones.Web;
using Xunit;

namespace NovaZones.Tests.Architecture;

/// <summary>Whoever watches logs filters by event id: each message has one, and it is no other message's.</summary>
public sealed class EventIdTests
{
    [Fact]
    public void Messages_EachHasAnIdOfItsOwn()
    {
        Assembly[] product = [typeof(CoreServiceCollectionExtensions).Assembly, typeof(ZoneDbContext).Assembly, typeof(ZoneApplication).Assembly];
        var messages = product.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => (Name: $"{method.DeclaringType!.Name}.{method.Name}", Said: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(message => message.Said is not null)
            .ToList();

        Assert.True(messages.Count > 30, $"only {messages.Count} messages were found");
        Assert.All(messages, message => Assert.True(message.Said!.EventId > 0, $"{message.Name} has no id"));
        Assert.All(messages.GroupBy(message => message.Said!.EventId), group => Assert.True(group.Count() == 1, $"{group.Key}: {string.Join(", ", group.Select(message => message.Name))}"));
    }
}
