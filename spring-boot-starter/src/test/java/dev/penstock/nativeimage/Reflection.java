package dev.penstock.nativeimage;

import java.util.Set;

/** Which methods look up at run time what a native image has only if it was told of it. */
final class Reflection {

    private static final Set<String> OF_CLASS = Set.of(
            "forName",
            "newInstance",
            "getClasses",
            "getDeclaredClasses",
            "getConstructor",
            "getConstructors",
            "getDeclaredConstructor",
            "getDeclaredConstructors",
            "getField",
            "getFields",
            "getDeclaredField",
            "getDeclaredFields",
            "getMethod",
            "getMethods",
            "getDeclaredMethod",
            "getDeclaredMethods",
            "getPermittedSubclasses",
            "getRecordComponents",
            "getResource",
            "getResourceAsStream");

    private static final Set<String> OF_LOADER = Set.of(
            "defineClass",
            "findClass",
            "loadClass",
            "getResource",
            "getResources",
            "getResourceAsStream",
            "getSystemResource",
            "getSystemResources",
            "getSystemResourceAsStream",
            "resources");

    private Reflection() {}

    static boolean isNeededBy(ClassFile.Call call) {
        String method = call.method();
        return switch (call.owner()) {
            case "java.lang.Class" -> OF_CLASS.contains(method);
            case "java.lang.Module" -> OF_LOADER.contains(method);
            case "java.lang.Runtime", "java.lang.System" -> method.equals("load") || method.equals("loadLibrary");
            case "java.lang.invoke.MethodHandles" -> method.equals("privateLookupIn");
            case "java.lang.invoke.MethodHandles$Lookup" ->
                method.startsWith("find") || method.startsWith("unreflect") || method.startsWith("define");
            case "java.lang.reflect.Array" -> method.equals("newInstance");
            case "java.lang.reflect.Proxy" -> method.equals("newProxyInstance") || method.equals("getProxyClass");
            case "java.util.ServiceLoader" -> method.startsWith("load");
            case "java.util.ResourceBundle" -> method.equals("getBundle");
            case "java.util.concurrent.atomic.AtomicIntegerFieldUpdater",
                    "java.util.concurrent.atomic.AtomicLongFieldUpdater",
                    "java.util.concurrent.atomic.AtomicReferenceFieldUpdater" -> method.equals("newUpdater");
            case "java.io.ObjectInputStream", "java.io.ObjectOutputStream" -> method.equals("<init>");
            case "java.beans.Introspector", "sun.misc.Unsafe" -> true;
            case "ch.qos.logback.core.util.OptionHelper" -> method.startsWith("instantiate");
            case "org.apache.logging.log4j.core.config.plugins.util.PluginBuilder" -> method.equals("build");
            case "org.apache.logging.log4j.core.config.plugins.util.PluginManager" -> method.equals("collectPlugins");
            case "org.apache.logging.log4j.core.config.plugins.util.PluginRegistry" -> method.startsWith("load");
            case "org.apache.logging.log4j.util.LoaderUtil",
                    "org.apache.logging.log4j.core.util.Loader",
                    "ch.qos.logback.core.util.Loader" -> isLookup(method);
            default -> call.owner().endsWith("ClassLoader") && OF_LOADER.contains(method);
        };
    }

    /** All that these three do, but for the loaders that they know. */
    private static boolean isLookup(String method) {
        return !(method.startsWith("get") && method.contains("ClassLoader"));
    }
}
