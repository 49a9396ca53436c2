namespace NovaZones.Web.Demo;

/// <summary>The text that tells a newcomer how to look at the running demo.</summary>
internal static class DemoWelcome
{
    internal static string Text(DemoTree tree)
    {
        var url = tree.Root.Process.Url.GetLeftPart(UriPartial.Authority);
        return $$$"""

              Console    {{{url}}}
              User       {{{tree.Root.Process.AdminUserName}}}
              Password   {{{tree.Password}}}
              API token  {{{tree.Root.Process.Token}}}
              Real host  {{{DemoAgent.HostName}}} in {{{DemoAgent.Zone}}}, this machine; all others are simulated

              The root has no hosts. This asks it for two machines; the tree finds their place:

              curl -s {{{url}}}/api/v1/placements \
                -H 'Authorization: Bearer {{{tree.Root.Process.Token}}}' -H 'Content-Type: application/json' \
                -d '{"name":"hello","count":2,"resources":{"VCPU":2,"MEMORY_MB":4096,"DISK_GB":20}}'

              Ctrl-C stops everything.

            """;
    }
}
