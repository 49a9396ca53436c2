using Microsoft.AspNetCore.Diagnostics;
using NovaZones.Core;
using NovaZones.Core.Claims;
using NovaZones.Core.Replicas;
using NovaZones.Data;

namespace NovaZones.Web.Errors;

/// <summary>Answers a defect with a 500, and a database that cannot be used with a 503, which tell nothing but the trace's id; the log has the rest.</summary>
internal sealed class UnhandledExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    private const string RetryAfterSeconds = "5";

    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, type, title) = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                (StatusCodes.Status413PayloadTooLarge, ProblemTypes.BodyTooLarge, "The body is too large."),
            BadHttpRequestException bad => (bad.StatusCode, ProblemTypes.InvalidRequest, "The request is not valid."),
            StoreFaultException => (StatusCodes.Status503ServiceUnavailable, ProblemTypes.DatabaseUnavailable, "The zone's database cannot be used at the moment; nothing was done."),
            _ when exception is UncertainCommitException || DatabaseFaults.IsUnavailable(exception) => (StatusCodes.Status503ServiceUnavailable, ProblemTypes.DatabaseInDoubt, "The zone's database failed; whether it was done is not known."),
            TakenException => (StatusCodes.Status503ServiceUnavailable, ProblemTypes.TakenOver, "Another replica of the zone brought this to its end; ask again."),
            _ => (StatusCodes.Status500InternalServerError, ProblemTypes.Unexpected, "Something went wrong here."),
        };
        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        var written = new ProblemDetailsContext
        {
            HttpContext = httpContext,
            Exception = exception,
            ProblemDetails = { Status = status, Type = type, Title = title },
        };
        if (status == StatusCodes.Status413PayloadTooLarge)
        {
            var detail = OutcomeResults.TooLargeDetail(httpContext);
            written.ProblemDetails.Detail = detail;
            written.ProblemDetails.Extensions["errors"] = new[] { new Fault("", detail) };
        }

        return problems.TryWriteAsync(written);
    }
}
