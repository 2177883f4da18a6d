package dev.penstock.pipeline.jmespath;

import java.util.List;

/** Finds which members of the input an expression names. */
final class TopLevelKeys {

    private TopLevelKeys() {}

    static void collect(Node node, List<String> keys) {
        if (node instanceof Node.Field field) {
            if (!keys.contains(field.name())) {
                keys.add(field.name());
            }
        } else if (node instanceof Node.Within within) {
            inOther(within.left(), within.right(), keys);
        } else if (node instanceof Node.Pipe pipe) {
            inOther(pipe.left(), pipe.right(), keys);
        } else if (node instanceof Node.Projection projection) {
            collect(projection.left(), keys);
        } else if (node instanceof Node.ValueProjection projection) {
            collect(projection.left(), keys);
        } else if (node instanceof Node.Filter filter) {
            collect(filter.left(), keys);
        } else if (node instanceof Node.Flatten flatten) {
            collect(flatten.left(), keys);
        } else if (node instanceof Node.Not not) {
            collect(not.node(), keys);
        } else if (node instanceof Node.Sign sign) {
            collect(sign.node(), keys);
        } else {
            several(node, keys);
        }
    }

    /** What is looked for in the input itself is a member of the top level too. */
    private static void inOther(Node left, Node right, List<String> keys) {
        collect(left, keys);
        if (left instanceof Node.Current || left instanceof Node.Root) {
            collect(right, keys);
        }
    }

    private static void several(Node node, List<String> keys) {
        if (node instanceof Node.Or or) {
            both(or.left(), or.right(), keys);
        } else if (node instanceof Node.And and) {
            both(and.left(), and.right(), keys);
        } else if (node instanceof Node.Comparison comparison) {
            both(comparison.left(), comparison.right(), keys);
        } else if (node instanceof Node.Arithmetic arithmetic) {
            both(arithmetic.left(), arithmetic.right(), keys);
        } else if (node instanceof Node.MultiList list) {
            list.nodes().forEach(each -> collect(each, keys));
        } else if (node instanceof Node.MultiHash hash) {
            hash.nodes().values().forEach(each -> collect(each, keys));
        } else if (node instanceof Node.Call call) {
            call.arguments().forEach(each -> collect(each, keys));
        } else if (node instanceof Node.Let let) {
            let.bindings().values().forEach(each -> collect(each, keys));
            collect(let.body(), keys);
        }
    }

    private static void both(Node left, Node right, List<String> keys) {
        collect(left, keys);
        collect(right, keys);
    }
}
