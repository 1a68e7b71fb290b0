package care.convoy.console.feed;

/**
 * What the feed counted, at one moment.
 *
 * @param connections open now
 * @param opened ever
 * @param refused for want of room
 * @param dropped because they took nothing for too long
 * @param frames messages written
 * @param rows rows put into messages; in a frame that many share, once
 * @param conflated changes that never had to be sent because a newer one came
 * @param overflowed readers that got a new snapshot because too much waited
 */
public record FeedStats(
        int connections,
        long opened,
        long refused,
        long dropped,
        long frames,
        long rows,
        long conflated,
        long overflowed) {}
