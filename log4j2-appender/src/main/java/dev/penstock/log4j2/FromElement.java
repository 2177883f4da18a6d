package dev.penstock.log4j2;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.logging.log4j.core.config.plugins.PluginVisitorStrategy;

/**
 * Marks the parameter of a plugin factory that takes all there is in the configuration's element.
 *
 * <p>Log4j knows a plugin's attributes by annotations, reports all others at ERROR, and builds the plugin all the same. A
 * misspelt setting is refused here instead, in Penstock's own words.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@PluginVisitorStrategy(ElementVisitor.class)
@interface FromElement {}
