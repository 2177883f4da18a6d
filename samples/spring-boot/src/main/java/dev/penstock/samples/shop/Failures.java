package dev.penstock.samples.shop;

import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Logs what failed while its trace is still the current one.
 *
 * <p>What is not caught here, Tomcat logs: after the trace has ended, so its line leads to none.
 */
@RestControllerAdvice
class Failures {

    private final Logger log = LoggerFactory.getLogger(Failures.class);

    @ExceptionHandler
    ProblemDetail failed(PaymentFailedException e, HttpServletRequest request) {
        log.error(e.getMessage(), e);
        // Else neither the trace nor the metric of this request knows of an exception that was handled.
        ServerHttpObservationFilter.findObservationContext(request).ifPresent(context -> context.setError(e));
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, e.getMessage());
    }
}
