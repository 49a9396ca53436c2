FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
# SQL Server's client needs culture data, which the program otherwise does without.
RUN dotnet publish NovaZones.Web -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# SQLite zones keep their file here; a volume belongs on it. Nothing else is written but the runtime's files in /tmp:
#   docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -v zone:/data -p 127.0.0.1:5080:8080 …
RUN mkdir /data && chown "$APP_UID" /data
# Two arenas: the C library would keep freed memory apart for each of many threads. 24 MiB between two collections of what is young: shorter pauses.
ENV Database__DataDirectory=/data MALLOC_ARENA_MAX=2 DOTNET_GCgen0size=0x1800000
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "NovaZones.Web.dll"]
