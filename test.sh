#!/usr/bin/env bash
# Builds everything with warnings as errors, checks the format, and runs every test. Installs Debian's chromium when it is missing and can be.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Hundreds of zones start and stop here: compiling again what was called 30 times took half of the processor. (The number is hexadecimal.)
export DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=200

if ! command -v chromium >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing chromium for the browser tests."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 \
    || echo "chromium could not be installed; the browser tests will be skipped."
fi

results="artifacts/test-results"
rm -rf "$results"
dotnet tool restore >/dev/null || exit 1
dotnet build NovaZones.sln -c Release || exit 1
dotnet format whitespace NovaZones.sln --no-restore --verify-no-changes --exclude NovaZones.Data/Migrations || { echo "Formatting drifted: run dotnet format."; exit 1; }
eng/audit-dependencies.sh
[ $? -ne 1 ] || exit 1 # 2: the feed could not be asked, which was said

# The zones that the tests start are those that are installed: published, compiled ahead. They start in half the time, too.
if [ "$(uname -sm)" = "Linux x86_64" ]; then
  rm -rf artifacts/published
  dotnet publish NovaZones.Web -p:PublishProfile=Linux -o artifacts/published || exit 1
  export NOVAZONES_PROGRAM="$PWD/artifacts/published/NovaZones.Web.dll"
fi
dotnet test NovaZones.sln -c Release --no-build --results-directory "$results" --logger "trx;LogFileName=tests.trx"
status=$?

# A run that executed nothing also ends with 0: the counts decide.
counters=$(grep -o '<Counters [^>]*>' "$results"/*.trx 2>/dev/null | head -n 1)
count() { printf '%s' "$counters" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }
total=$(count total); executed=$(count executed); passed=$(count passed)
if [ -z "$counters" ] || [ "${passed:-0}" -eq 0 ]; then
  echo "No test was executed."
  exit 1
fi
failed=$((executed - passed))
if [ "$failed" -gt 0 ]; then
  # Once more at the end, where it is found: what failed and why.
  awk '/<UnitTestResult /{ failed = /outcome="Failed"/; if (failed) { match($0, /testName="[^"]*"/); print "FAILED " substr($0, RSTART + 10, RLENGTH - 11); left = 12 } }
       failed && /<Message>/ { told = 1 }
       failed && told && left-- > 0 { print "    " substr($0, 1, 400) }
       /<\/StackTrace>/ { told = 0 }' "$results"/*.trx
fi
echo "$passed passed, $failed failed, $((total - executed)) skipped"
[ "$status" -eq 0 ] && [ "$failed" -eq 0 ]
