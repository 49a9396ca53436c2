#!/bin/sh
# Adds one migration to both sets, so that the two providers never drift apart.
# Usage: eng/add-migration.sh NAME        (to take the newest back: dotnet ef migrations remove, once per context)
set -eu

if [ $# -ne 1 ]; then
  echo "usage: eng/add-migration.sh NAME" >&2
  exit 2
fi

cd "$(dirname "$0")/.."
dotnet tool restore
dotnet build NovaZones.Data -c Release
for provider in Sqlite SqlServer; do
  dotnet ef migrations add "$1" --no-build --configuration Release \
    --project NovaZones.Data --startup-project NovaZones.Data \
    --context "${provider}ZoneDbContext" --output-dir "Migrations/$provider"
done
