using System.Collections;
using System.Runtime.CompilerServices;

namespace NovaZones.Core.Fleet;

/// <summary>The tree of a host's providers, parents before children (immutable).</summary>
/// <remarks>Most hosts are a single provider: it is then held without an array around it. Two lists are equal when they are the same one.</remarks>
[CollectionBuilder(typeof(ProviderList), nameof(Of))]
public readonly struct ProviderList : IReadOnlyList<ResourceProvider>, IEquatable<ProviderList>
{
    // A ResourceProvider, or an array of several that nothing else can reach.
    private readonly object? _content;

    private ProviderList(object content)
    {
        _content = content;
    }

    /// <summary>Number of providers.</summary>
    public int Length => _content switch
    {
        null => 0,
        ResourceProvider => 1,
        _ => Unsafe.As<ResourceProvider[]>(_content).Length,
    };

    /// <inheritdoc/>
    public int Count => Length;

    /// <summary>One provider; the first is the root.</summary>
    public ResourceProvider this[int index] => _content switch
    {
        ResourceProvider one when index == 0 => one,
        ResourceProvider[] several => several[index],
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, $"The list has {Length} providers."),
    };

    /// <summary>Whether two lists are the same one.</summary>
    public static bool operator ==(ProviderList left, ProviderList right) => left.Equals(right);

    /// <summary>Whether two lists are not the same one.</summary>
    public static bool operator !=(ProviderList left, ProviderList right) => !left.Equals(right);

    /// <summary>A list of these, in this order.</summary>
    public static ProviderList Of(ReadOnlySpan<ResourceProvider> providers) => providers.Length switch
    {
        0 => default,
        1 => new ProviderList(providers[0]),
        _ => new ProviderList(providers.ToArray()),
    };

    /// <summary>The list with another provider in one place.</summary>
    public ProviderList With(int index, ResourceProvider provider)
    {
        if (_content is not ResourceProvider[] several)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(index, 0);
            return new ProviderList(provider);
        }

        var providers = (ResourceProvider[])several.Clone();
        providers[index] = provider;
        return new ProviderList(providers);
    }

    /// <inheritdoc/>
    public bool Equals(ProviderList other) => ReferenceEquals(_content, other._content);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ProviderList other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _content is null ? 0 : RuntimeHelpers.GetHashCode(_content);

    /// <summary>Enumerates without allocating.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <inheritdoc/>
    IEnumerator<ResourceProvider> IEnumerable<ResourceProvider>.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks the list.</summary>
    public struct Enumerator(ProviderList list) : IEnumerator<ResourceProvider>
    {
        private readonly int _length = list.Length;
        private int _index = -1;

        /// <inheritdoc/>
        public readonly ResourceProvider Current => list[_index];

        /// <inheritdoc/>
        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < _length;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
