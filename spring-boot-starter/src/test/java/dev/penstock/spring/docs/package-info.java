/** That the documentation is right. */
package dev.penstock.spring.docs;
