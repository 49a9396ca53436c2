using System.Reflection;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>Stands between a page and the real service that it asks: holds an answer up, or fails in its place.</summary>
/// <remarks>Public, and not sealed: the runtime derives from it.</remarks>
public class Between<T> : DispatchProxy
    where T : class
{
    private T _real = default!;

    /// <summary>Gives the answer in place of the service; null for the service's own.</summary>
    public Func<string, object?[], object?> Instead { get; set; } = (_, _) => null;

    /// <summary>The service as it really is.</summary>
    public T Real => _real;

    public static (T Service, Between<T> Hand) Of(T real)
    {
        var proxy = Create<T, Between<T>>();
        var hand = (Between<T>)(object)proxy;
        hand._real = real;
        return (proxy, hand);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Instead(targetMethod!.Name, args ?? []) ?? targetMethod.Invoke(_real, args);
}
