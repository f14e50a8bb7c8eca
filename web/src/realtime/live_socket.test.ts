import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Backoff } from './backoff';
import { LiveSocket, type LiveStatus, type SocketLike } from './live_socket';

class FakeSocket implements SocketLike {
  onopen = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: string[] = [];
  isClosed = false;
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.isClosed = true;
  }
  push(seq: number, type: string, data: unknown = {}): void {
    this.onmessage?.({ data: JSON.stringify({ seq, type, data }) });
  }
}

describe('LiveSocket', () => {
  let sockets: FakeSocket[];
  let seen: string[];
  let statuses: LiveStatus[];
  let live: LiveSocket;
  const newest = (): FakeSocket => sockets[sockets.length - 1] as FakeSocket;

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    seen = [];
    statuses = [];
    live = new LiveSocket({
      url: 'ws://test/ws',
      open: () => {
        sockets.push(new FakeSocket());
        return newest();
      },
      onMessage: (message) => seen.push(message.type),
      onStatus: (status) => statuses.push(status),
      backoff: new Backoff(500, 15_000, () => 1),
    });
    live.start();
  });
  afterEach(() => vi.useRealTimers());

  it('is live from the first snapshot on', () => {
    newest().push(1, 'snapshot');
    newest().push(2, 'call');
    expect(statuses).toEqual(['connecting', 'live']);
    expect(seen).toEqual(['snapshot', 'call']);
    expect(newest().sent).toEqual([]);
  });

  it('asks for a snapshot once when a number is missing', () => {
    newest().push(1, 'snapshot');
    newest().push(4, 'call');
    newest().push(5, 'call');
    expect(newest().sent).toEqual(['{"type":"snapshot"}']);
  });

  it('connects again, later each time, and at once when told to hurry', () => {
    newest().onclose?.({ code: 1006 });
    expect(statuses.at(-1)).toBe('lost');
    vi.advanceTimersByTime(499);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(2);
    newest().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(999);
    expect(sockets).toHaveLength(2);
    live.hurry();
    expect(sockets).toHaveLength(3);
  });

  it('takes 12 s of silence for a dead connection', () => {
    newest().push(1, 'snapshot');
    vi.advanceTimersByTime(11_000);
    newest().push(2, 'tick');
    vi.advanceTimersByTime(11_999);
    expect(statuses.at(-1)).toBe('live');
    vi.advanceTimersByTime(1);
    expect(statuses.at(-1)).toBe('lost');
    expect(sockets[0]?.isClosed).toBe(true);
  });

  it('gives a tab that slept a moment to read what has come meanwhile', () => {
    newest().push(1, 'snapshot');
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    vi.advanceTimersByTime(12_000);
    expect(statuses.at(-1)).toBe('live');
    clock.mockRestore();
  });

  it('stays away when the session has ended', () => {
    newest().onclose?.({ code: 4401 });
    vi.advanceTimersByTime(60_000);
    expect(statuses.at(-1)).toBe('ended');
    expect(sockets).toHaveLength(1);
  });
});
