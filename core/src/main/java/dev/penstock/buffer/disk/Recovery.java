package dev.penstock.buffer.disk;

import java.util.List;

/**
 * What an earlier process left in a directory.
 *
 * @param batches batches that wait to be delivered
 * @param records log records in them
 * @param tornBytes bytes cut off, of batches that were being written when the process ended
 * @param tornFiles the names of the files they were in
 * @param damagedBatches batches lost to damage; adjoining ones with damaged headers count as one
 * @param damagedRecords log records in those of them whose header can still be read
 * @param damagedFiles the names of the files they were in
 */
public record Recovery(
        int batches,
        long records,
        long tornBytes,
        List<String> tornFiles,
        int damagedBatches,
        long damagedRecords,
        List<String> damagedFiles) {

    /** Copies the lists. */
    public Recovery {
        tornFiles = List.copyOf(tornFiles);
        damagedFiles = List.copyOf(damagedFiles);
    }

    /**
     * Whether there is nothing to say.
     *
     * @return true when nothing was left, cut off or lost
     */
    public boolean isEmpty() {
        return batches == 0 && tornBytes == 0 && damagedBatches == 0;
    }

    /**
     * The whole of it for a user.
     *
     * @return one line
     */
    public String message() {
        StringBuilder text = new StringBuilder();
        text.append(batches)
                .append(" batches (")
                .append(records)
                .append(" records) from an earlier run will be delivered");
        if (tornBytes > 0) {
            text.append("; a torn tail of ")
                    .append(tornBytes)
                    .append(" bytes in ")
                    .append(String.join(", ", tornFiles))
                    .append(" was cut off");
        }
        if (damagedBatches > 0) {
            text.append("; ")
                    .append(damagedBatches)
                    .append(" damaged batches (at least ")
                    .append(damagedRecords)
                    .append(" records) in ")
                    .append(String.join(", ", damagedFiles))
                    .append(" are lost");
        }
        return text.toString();
    }
}
