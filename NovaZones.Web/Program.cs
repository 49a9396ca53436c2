using NovaZones.Web.Demo;

if (args is ["demo", ..])
{
    return await DemoCommand.RunAsync(args);
}

var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MapGet("/healthz", () => "ok");
app.Run();
return 0;
