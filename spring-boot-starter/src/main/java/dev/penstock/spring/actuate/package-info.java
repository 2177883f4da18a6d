/** Health and the endpoint {@code penstock}: how shipping is, and a check of the backends. */
package dev.penstock.spring.actuate;
