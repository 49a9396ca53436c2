using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace NovaZones.Data;

/// <summary>How a connection waits for another that writes the same file.</summary>
/// <remarks>
/// The engine's own wait looks ten times a second after the first quarter of one. Two replicas that write without a pause leave gaps of
/// a millisecond between their transactions, so that on a slow disk one of them could miss every gap for seconds; this one looks often
/// enough to see them.
/// </remarks>
internal static partial class SqliteLockWait
{
    /// <summary>The longest wait, after which the engine says that the file is locked.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private const int Pause = 1;
    private const int LaterPause = 3;
    private const int LooksBeforeLater = 200;

    [ThreadStatic]
    private static long _since;

    /// <summary>Sets a connection up to wait so.</summary>
    public static unsafe void Set(sqlite3 connection)
    {
        var held = false;
        connection.DangerousAddRef(ref held);
        try
        {
            SetBusyHandler(connection.DangerousGetHandle(), &LookAgain, 0);
        }
        finally
        {
            if (held)
            {
                connection.DangerousRelease();
            }
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int LookAgain(nint argument, int looks)
    {
        if (looks == 0)
        {
            _since = Stopwatch.GetTimestamp();
        }
        else if (Stopwatch.GetElapsedTime(_since) >= Longest)
        {
            return 0;
        }

#pragma warning disable RS0030 // The engine calls, and waits for an answer on this very thread.
        Thread.Sleep(looks < LooksBeforeLater ? Pause : LaterPause);
#pragma warning restore RS0030
        return 1;
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_busy_handler")]
    private static unsafe partial int SetBusyHandler(nint connection, delegate* unmanaged[Cdecl]<nint, int, int> handler, nint argument);
}
