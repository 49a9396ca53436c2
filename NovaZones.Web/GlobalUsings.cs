// The fleet's host, not the generic host, is what this project speaks of.
global using Host = NovaZones.Core.Fleet.Host;
