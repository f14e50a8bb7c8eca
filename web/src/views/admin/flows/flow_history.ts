/** The edits of one sitting. Edits with the same name that follow each other closely (typing, moving) undo together. */
export class History<T> {
  private past: T[] = [];
  private future: T[] = [];
  private lastName = '';
  private lastAtMs = -Infinity;

  constructor(
    private present: T,
    private readonly most = 100,
    private readonly togetherMs = 800,
  ) {}

  get value(): T {
    return this.present;
  }
  get canUndo(): boolean {
    return this.past.length > 0;
  }
  get canRedo(): boolean {
    return this.future.length > 0;
  }

  push(next: T, name: string, nowMs: number): void {
    const continues = name !== '' && name === this.lastName && nowMs - this.lastAtMs < this.togetherMs;
    if (!continues) {
      this.past = [...this.past, this.present].slice(-this.most);
    }
    this.future = [];
    this.present = next;
    this.lastName = name;
    this.lastAtMs = nowMs;
  }

  undo(): void {
    const before = this.past.pop();
    if (before !== undefined) {
      this.future.push(this.present);
      this.present = before;
      this.lastName = '';
    }
  }

  redo(): void {
    const after = this.future.pop();
    if (after !== undefined) {
      this.past.push(this.present);
      this.present = after;
      this.lastName = '';
    }
  }
}
