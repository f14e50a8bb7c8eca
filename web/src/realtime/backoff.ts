/** Delays between attempts to connect again: doubling, never above the limit, spread so that a restarted server is not
 * met by every page at the same moment. */
export class Backoff {
  private failures = 0;

  constructor(
    private readonly firstMs = 500,
    private readonly longestMs = 15_000,
    private readonly random: () => number = Math.random,
  ) {}

  nextDelayMs(): number {
    const whole = Math.min(this.longestMs, this.firstMs * 2 ** Math.min(this.failures, 10));
    this.failures += 1;
    return Math.round(whole * (0.5 + this.random() / 2));
  }

  reset(): void {
    this.failures = 0;
  }
}
