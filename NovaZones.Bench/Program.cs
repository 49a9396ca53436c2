using System.CommandLine;
using System.Globalization;
using NovaZones.Bench.Asking;
using NovaZones.Bench.Claims;
using NovaZones.Bench.Consoles;
using NovaZones.Bench.Crash;
using NovaZones.Bench.Decisions;
using NovaZones.Bench.Drill;
using NovaZones.Bench.Fleets;
using NovaZones.Bench.Micro;
using NovaZones.Bench.Packing;
using NovaZones.Bench.Previews;
using NovaZones.Bench.Replay;
using NovaZones.Bench.Simulation;
using NovaZones.Bench.Soak;
using NovaZones.Bench.Trees;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
var root = new RootCommand("Benchmarks of NovaZones and replays of real clusters' traces.") { ReplayCommand.Create(), DecisionsCommand.Create(), PackingCommand.Create(), MicroCommand.Create(), AskingCommand.Create(), SimulateCommand.Create(), TreeCommand.Create(), RelayCommand.Create(), RelayNode.Create(), DrillCommand.Create(), ClaimsCommand.Create(), CrashCommand.Create(), StartCommand.Create(), ReportsCommand.Create(), PreviewCommand.Create(), ConsoleCommand.Create(), SoakCommand.Create() };

// Zones that the replay started get time to stop; the default would cut that short after two seconds.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(40) };
return await root.Parse(args).InvokeAsync(configuration);
