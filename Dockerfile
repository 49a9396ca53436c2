FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
# SQL Server's client needs culture data, which the program otherwise does without.
RUN dotnet publish NovaZones.Web -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# SQLite zones keep their file here; a volume belongs on it.
RUN mkdir /data && chown "$APP_UID" /data
# Two arenas: the C library would keep freed memory apart for each of many threads.
ENV Database__DataDirectory=/data MALLOC_ARENA_MAX=2
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "NovaZones.Web.dll"]
