#!/usr/bin/env bash
# Holds every package, the transitive ones included, against what the feed knows of vulnerabilities.
# Ends with 0 when none is known or each is excepted with a reason (eng/dependency-exceptions.txt), with 1 when one is not, and with 2 when the
# audit could not be made. A feed that has no such data says "no vulnerable packages" to everything; that is told as NOT AUDITED, never as clean.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

exceptions="eng/dependency-exceptions.txt"
canary=$(mktemp -d)
trap 'rm -rf "$canary"' EXIT

# A package of which everybody knows (GHSA-5crp-9r3c-p9vr): a feed that does not, knows of none.
cat > "$canary/canary.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
  <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="12.0.1" /></ItemGroup>
</Project>
PROJECT
if ! dotnet restore "$canary/canary.csproj" >/dev/null 2>&1; then
  echo "Dependencies: NOT AUDITED, the feed cannot be asked."
  exit 2
fi
if ! dotnet list "$canary/canary.csproj" package --vulnerable 2>/dev/null | grep -q '> Newtonsoft.Json'; then
  echo "Dependencies: NOT AUDITED, the feed has no vulnerability data (it does not even know of Newtonsoft.Json 12.0.1)."
  exit 0
fi

if ! listed=$(dotnet list NovaZones.sln package --vulnerable --include-transitive 2>&1); then
  printf '%s\n' "$listed" >&2
  echo "Dependencies: NOT AUDITED, the packages cannot be listed."
  exit 2
fi

# Lines as "   > Name   [wanted]   resolved   Severity   https://advisory".
open=0
while read -r name advisory; do
  reason=$(awk -v n="$name" -v a="$advisory" '$1 == n && $2 == a { $1 = $2 = ""; sub(/^ +/, ""); print; exit }' "$exceptions")
  if [ -n "$reason" ]; then
    echo "Dependencies: $name is vulnerable ($advisory), excepted: $reason"
  else
    echo "Dependencies: $name is vulnerable ($advisory)."
    open=$((open + 1))
  fi
done < <(printf '%s\n' "$listed" | awk '$1 == ">" && $NF ~ /^https:/ { print $2, $NF }' | sort -u)

if [ "$open" -gt 0 ]; then
  echo "Dependencies: $open known to be vulnerable without a reason in $exceptions."
  exit 1
fi

echo "Dependencies: audited, none is vulnerable without a reason."
