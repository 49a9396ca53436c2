namespace NovaZones.Core.Claims;

/// <summary>How far a <see cref="LedgerBatch"/> had come at a moment.</summary>
internal readonly record struct LedgerMark(int Others, int Hosts, int Instances, int Charges, int Reservations, int Ends, int States, int Granted);
