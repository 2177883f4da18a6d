/** How a shipper is: its verdict on itself. */
package dev.penstock.health;
