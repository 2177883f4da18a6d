/** Who this process is: service, namespace, host, pod, container. */
package dev.penstock.identity;
