/** JMESPath: expressions that look into JSON, in the dialect that Alloy takes. */
package dev.penstock.pipeline.jmespath;
