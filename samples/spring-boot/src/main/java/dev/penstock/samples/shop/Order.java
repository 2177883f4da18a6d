package dev.penstock.samples.shop;

/**
 * What somebody has bought.
 *
 * @param id its number, from 1
 * @param article what
 * @param quantity how many, 1 or more
 * @param paid whether it is paid
 */
record Order(long id, String article, int quantity, boolean paid) {

    Order asPaid() {
        return new Order(id, article, quantity, true);
    }
}
