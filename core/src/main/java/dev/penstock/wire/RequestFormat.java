package dev.penstock.wire;

import java.util.List;

/**
 * Opens compressed requests, so that they can be sent in parts, or several as one.
 *
 * <p>Bodies may come from a disk: whatever is in them, the only thing that goes wrong is an {@link IllegalArgumentException}.
 * Memory is taken in proportion to the body, never to a size it merely declares. An instance, and what it opened, belongs to
 * one thread.
 */
public interface RequestFormat {

    /**
     * The size of a request before it was compressed, from its first bytes and without uncompressing it.
     *
     * @param body a compressed request
     * @return bytes, 0 or more
     * @throws IllegalArgumentException when no size can be read, or one that so short a body cannot have
     */
    int uncompressedSize(byte[] body);

    /**
     * Opens a request.
     *
     * @param body a compressed request; it is not kept
     * @return its records
     * @throws IllegalArgumentException when it cannot be read
     */
    OpenedRequest open(byte[] body);

    /**
     * Makes one request of several. A stream that is in more than one of them has its records in the order of the
     * requests.
     *
     * @param bodies compressed requests of the same tenant, oldest first
     * @return one compressed request with all their records
     * @throws IllegalArgumentException when one of them cannot be read, when they hold no record, or too
     *     much for an array
     */
    byte[] merge(List<byte[]> bodies);
}
