using Microsoft.AspNetCore.Diagnostics;

namespace NovaZones.Web.Errors;

/// <summary>Answers a defect with a 500 that tells nothing but the trace's id; the log has the rest.</summary>
internal sealed class UnhandledExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, type, title) = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                (StatusCodes.Status413PayloadTooLarge, ProblemTypes.BodyTooLarge, "The body is too large."),
            BadHttpRequestException bad => (bad.StatusCode, ProblemTypes.InvalidRequest, "The request is not valid."),
            _ => (StatusCodes.Status500InternalServerError, ProblemTypes.Unexpected, "Something went wrong here."),
        };
        httpContext.Response.StatusCode = status;
        return problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            Exception = exception,
            ProblemDetails = { Status = status, Type = type, Title = title },
        });
    }
}
