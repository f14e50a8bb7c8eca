const gigabyte = 1024 ** 3;

/** "48.2 GB" */
export const roomText = (bytes: number): string => `${(bytes / gigabyte).toFixed(bytes < 100 * gigabyte ? 1 : 0)} GB`;

/** Whole percent, rounded down: 9.9 % is not yet 10. */
export const percentOf = (part: number, whole: number): number => (whole > 0 ? Math.floor((100 * part) / whole) : 0);
