package dev.penstock.wire;

import java.time.Instant;

/** The records of a request, numbered from 0 in the order in which they are in it. Not thread-safe. */
public interface OpenedRequest {

    /**
     * How many records there are.
     *
     * @return 0 or more
     */
    int records();

    /**
     * The stream of a record, so that a request can be cut where a stream ends.
     *
     * @param record the number of a record
     * @return the same number for all records of the same stream, and another for those of others
     * @throws IndexOutOfBoundsException when there is no such record
     */
    int stream(int record);

    /**
     * All records, those last that the backend most probably refuses: cut off there, the rest has the best chance to go
     * through in one piece.
     *
     * @param now the wall clock; the backend judges records by their age
     * @return the records; suspects keep their order among each other, and so do the others
     */
    Order order(Instant now);

    /**
     * Makes a request of some of the records.
     *
     * @param order numbers of records, such as {@link Order#records()}
     * @param from the first index into {@code order} that is taken
     * @param to the first one that no longer is
     * @return a compressed request with these records in this order
     * @throws IllegalArgumentException when none is taken
     * @throws IndexOutOfBoundsException when there are no such indexes or no such records
     */
    byte[] select(int[] order, int from, int to);

    /**
     * The order in which to try records.
     *
     * @param records the number of each record, once
     * @param suspects how many at the end are probably refused, 0 or more
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on to select, never compared.
    record Order(int[] records, int suspects) {}
}
