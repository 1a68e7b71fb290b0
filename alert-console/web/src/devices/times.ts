/** How long a test may be, seconds; the log allows four hours. */
export const TEST_TIMES: readonly number[] = [600, 1_800, 3_600, 7_200, 14_400];
