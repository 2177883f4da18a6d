package dev.penstock.benchmarks.contestants;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's appender together with an SDK as its defaults make it, started and stopped with it. */
public final class ReadyOpenTelemetryAppender extends OpenTelemetryAppender {

    private String endpoint = "";
    private @Nullable OpenTelemetrySdk sdk;

    /** For Logback. */
    public ReadyOpenTelemetryAppender() {}

    /**
     * Sets where OTLP is spoken.
     *
     * @param endpoint the URL, with path
     */
    public void setEndpoint(String endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void start() {
        Attributes host =
                Attributes.of(AttributeKey.stringKey("app"), "shop", AttributeKey.stringKey("host"), "bench-1");
        sdk = OpenTelemetrySdk.builder()
                .setLoggerProvider(SdkLoggerProvider.builder()
                        .setResource(Resource.getDefault().merge(Resource.create(host)))
                        .addLogRecordProcessor(BatchLogRecordProcessor.builder(OtlpHttpLogRecordExporter.builder()
                                        .setEndpoint(endpoint)
                                        .build())
                                .build())
                        .build())
                .build();
        setOpenTelemetry(sdk);
        super.start();
    }

    @Override
    public void stop() {
        super.stop();
        if (sdk != null) {
            sdk.shutdown().join(10, TimeUnit.SECONDS);
        }
    }
}
