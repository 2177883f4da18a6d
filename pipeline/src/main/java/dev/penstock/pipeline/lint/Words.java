package dev.penstock.pipeline.lint;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What names usually stand for. */
final class Words {

    /** What every event has. Source: {@link dev.penstock.process.EventValues}. */
    private static final Set<String> OF_EVENTS = Set.of(
            "level",
            "logger",
            "thread",
            "message",
            "timestamp",
            "marker",
            "exception.type",
            "exception.message",
            "exception.stacktrace");

    /** How others call what an event has. */
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("msg", "message"),
            Map.entry("log", "message"),
            Map.entry("body", "message"),
            Map.entry("severity", "level"),
            Map.entry("lvl", "level"),
            Map.entry("loglevel", "level"),
            Map.entry("levelname", "level"),
            Map.entry("ts", "timestamp"),
            Map.entry("time", "timestamp"),
            Map.entry("date", "timestamp"),
            Map.entry("loggername", "logger"),
            Map.entry("threadname", "thread"),
            Map.entry("stacktrace", "exception.stacktrace"),
            Map.entry("errorstacktrace", "exception.stacktrace"),
            Map.entry("errortype", "exception.type"),
            Map.entry("errormessage", "exception.message"),
            Map.entry("processthreadname", "thread"));

    private static final Set<String> TRACES = Set.of(
            "traceid",
            "spanid",
            "parentspanid",
            "parentid",
            "ddtraceid",
            "ddspanid",
            "traceparent",
            "correlationid",
            "requestid",
            "reqid",
            "xrequestid",
            "transactionid",
            "xtraceid",
            "xb3traceid",
            "xb3spanid",
            "oteltraceid",
            "otelspanid");

    /** Names of labels that take ever new values. */
    private static final Set<String> MANY_VALUES = Set.of(
            "user",
            "userid",
            "username",
            "useremail",
            "email",
            "mail",
            "customerid",
            "orderid",
            "messageid",
            "jobid",
            "paymentid",
            "uuid",
            "guid",
            "ip",
            "ipaddress",
            "clientip",
            "remoteip",
            "remoteaddr",
            "remoteaddress",
            "srcip",
            "sourceip",
            "sourceaddress",
            "xforwardedfor",
            "clientaddress",
            "session",
            "sessionid",
            "timestamp",
            "time",
            "ts",
            "date",
            "datetime",
            "path",
            "requestpath",
            "uri",
            "requesturi",
            "url",
            "requesturl",
            "query",
            "querystring",
            "referer",
            "referrer",
            "useragent",
            "httpuseragent",
            "filename",
            "duration",
            "durationms",
            "latency",
            "elapsed",
            "responsetime",
            "requesttime",
            "bytes",
            "bytessent",
            "bodybytessent",
            "message",
            "msg",
            "stacktrace",
            "line",
            "containerid",
            "poduid");

    /** Of these, templates of paths and the like keep the values of a metric's label few. */
    private static final Set<String> USUAL_IN_METRICS = Set.of(
            "path",
            "requestpath",
            "uri",
            "requesturi",
            "url",
            "requesturl",
            "filename",
            "user",
            "username",
            "date",
            "query",
            "session",
            "line",
            "ip",
            "message",
            "poduid",
            "containerid",
            "bytes",
            "time");

    /** Labels that the settings of an application usually give. */
    private static final Set<String> USUAL_LABELS = Set.of(
            "level",
            "service_name",
            "service",
            "app",
            "application",
            "job",
            "instance",
            "namespace",
            "pod",
            "container",
            "cluster",
            "env",
            "environment",
            "host",
            "hostname",
            "node",
            "node_name",
            "region",
            "zone",
            "team",
            "component",
            "stream",
            "service_namespace",
            "service_version",
            "service_instance_id",
            "deployment_environment",
            "deployment_environment_name",
            "k8s_namespace_name",
            "k8s_pod_name",
            "k8s_container_name",
            "k8s_cluster_name",
            "tenant",
            "version");

    private Words() {}

    static boolean isOfEvent(String name) {
        return OF_EVENTS.contains(name);
    }

    /** What the event calls a thing itself. */
    static @Nullable String eventNameOf(String name) {
        return SYNONYMS.get(bare(name));
    }

    static boolean isTrace(String name) {
        return TRACES.contains(bare(name));
    }

    static boolean hasManyValues(String name) {
        return isTrace(name) || MANY_VALUES.contains(bare(name));
    }

    static boolean hasManyValuesInMetrics(String name) {
        return hasManyValues(name) && !USUAL_IN_METRICS.contains(bare(name));
    }

    static boolean isUsualLabel(String name) {
        return USUAL_LABELS.contains(name);
    }

    static boolean isMessage(String name) {
        return Set.of("message", "msg", "log", "body").contains(bare(name));
    }

    static boolean isTime(String name) {
        return Set.of("timestamp", "time", "ts", "datetime", "date", "timemillis", "instant")
                .contains(bare(name));
    }

    static boolean isLevel(String name) {
        return Set.of("level", "severity", "lvl", "loglevel", "levelname").contains(bare(name));
    }

    /** A name in small letters without anything between its words. */
    static String bare(String name) {
        StringBuilder bare = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                bare.append(c);
            }
        }
        return bare.toString().toLowerCase(Locale.ROOT);
    }
}
