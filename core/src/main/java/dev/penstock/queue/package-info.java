/** The bounded queue between the application's threads and the shipping thread. Internal. */
package dev.penstock.queue;
