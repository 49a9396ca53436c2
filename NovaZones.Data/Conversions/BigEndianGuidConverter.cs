using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace NovaZones.Data.Conversions;

/// <summary>Keeps a GUID as its 16 bytes in the order in which it is written.</summary>
/// <remarks>
/// SQLite compares a BLOB byte by byte. In this order a version-7 GUID starts with its time, so new rows go to the end of
/// the index; .NET's own byte order would scatter them, and text would take more than twice the room.
/// </remarks>
internal sealed class BigEndianGuidConverter()
    : ValueConverter<Guid, byte[]>(guid => guid.ToByteArray(true), bytes => new Guid(bytes, true));
