import { Backoff } from './backoff';
import type { LiveMessage } from './messages';

export type LiveStatus = 'off' | 'connecting' | 'live' | 'lost' | 'ended';

/** The part of WebSocket that we use; tests bring their own. */
export interface SocketLike {
  onopen: ((event: unknown) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export interface LiveSocketOptions<Message> {
  url: string | (() => string);
  open?: (url: string) => SocketLike;
  onMessage: (message: Message) => void;
  onStatus: (status: LiveStatus) => void;
  backoff?: Backoff;
}

const sessionEnded = 4401;
// The server ticks every 5 s: two lost ticks and some patience mean that nobody is there.
const silenceMs = 12_000;
// A timer that fires much too late says that this tab slept, not that the server is silent.
const sleptMs = 3_000;

/** Keeps one connection whose first word is a snapshot, /ws or /ws/today: numbers checked, a new snapshot asked for after a gap, silence noticed, connected again. */
export class LiveSocket<Message extends { type: string } = LiveMessage> {
  private socket: SocketLike | null = null;
  private status: LiveStatus = 'off';
  private lastSeq = 0;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private onSnapshot: () => void = () => {};
  private readonly backoff: Backoff;

  constructor(private readonly options: LiveSocketOptions<Message>) {
    this.backoff = options.backoff ?? new Backoff();
  }

  start(): void {
    if (this.status === 'off' || this.status === 'ended') {
      this.backoff.reset();
      this.connect();
    }
  }

  stop(): void {
    this.drop();
    this.setStatus('off');
  }

  /** The network is back, or somebody looks at the page again: no reason to wait. */
  hurry(): void {
    if (this.status === 'lost') {
      this.connect();
    }
  }

  /** How long a question and its answer take, in ms. */
  probe(): Promise<number> {
    const socket = this.socket;
    if (this.status !== 'live' || !socket) {
      return Promise.reject(new Error('not connected'));
    }
    const askedAt = performance.now();
    socket.send(JSON.stringify({ type: 'snapshot' }));
    return new Promise((resolve) => (this.onSnapshot = () => resolve(Math.round(performance.now() - askedAt))));
  }

  private connect(): void {
    this.drop();
    this.setStatus(this.status === 'lost' ? 'lost' : 'connecting');
    const open = this.options.open ?? ((url) => new WebSocket(url) as SocketLike);
    const { url } = this.options;
    const socket = open(typeof url === 'string' ? url : url());
    this.socket = socket;
    this.lastSeq = 0;
    socket.onmessage = (event) => this.receive(String(event.data));
    socket.onclose = (event) => this.closed(event.code);
    this.watch(silenceMs);
  }

  private receive(text: string): void {
    this.watch(silenceMs);
    const message = JSON.parse(text) as Message & { seq: number };
    if (message.seq !== this.lastSeq + 1) {
      this.socket?.send(JSON.stringify({ type: 'snapshot' }));
    }
    this.lastSeq = message.seq;
    if (message.type === 'snapshot') {
      this.backoff.reset();
      this.setStatus('live');
      this.onSnapshot();
    }
    this.options.onMessage(message);
  }

  private closed(code: number): void {
    this.drop();
    if (code === sessionEnded) {
      this.setStatus('ended');
      return;
    }
    this.setStatus('lost');
    this.retry = setTimeout(() => this.connect(), this.backoff.nextDelayMs());
  }

  private watch(afterMs: number): void {
    clearTimeout(this.watchdog);
    const due = Date.now() + afterMs;
    this.watchdog = setTimeout(() => {
      if (Date.now() - due > sleptMs) {
        this.watch(sleptMs);
      } else {
        this.closed(0);
      }
    }, afterMs);
  }

  private drop(): void {
    clearTimeout(this.watchdog);
    clearTimeout(this.retry);
    const socket = this.socket;
    this.socket = null;
    if (socket) {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close(1000);
    }
  }

  private setStatus(status: LiveStatus): void {
    if (status !== this.status) {
      this.status = status;
      this.options.onStatus(status);
    }
  }
}
