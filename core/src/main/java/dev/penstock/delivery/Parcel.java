package dev.penstock.delivery;

import dev.penstock.buffer.WaitingBatch;
import java.util.List;

/**
 * Batches of one tenant that are delivered together.
 *
 * @param batches one or more, oldest first
 * @param body all of them in one
 * @param reserved what is reserved in the budget for it, besides what the batches hold themselves
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by identity, never by value.
record Parcel(List<WaitingBatch> batches, byte[] body, long reserved) {

    WaitingBatch oldest() {
        return batches.get(0);
    }

    WaitingBatch youngest() {
        return batches.get(batches.size() - 1);
    }

    int records() {
        int sum = 0;
        for (int i = 0; i < batches.size(); i++) {
            sum += batches.get(i).records();
        }
        return sum;
    }
}
