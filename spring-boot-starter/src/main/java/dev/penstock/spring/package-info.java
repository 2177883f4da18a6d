/** One dependency and one URL: what makes a Spring Boot application ship its logs and metrics. */
package dev.penstock.spring;
