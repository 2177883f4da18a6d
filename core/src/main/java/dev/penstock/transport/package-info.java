/** From bytes to an HTTP status: OkHttp, TLS, proxy, credentials. Internal. */
package dev.penstock.transport;
