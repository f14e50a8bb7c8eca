import type { Socket } from 'jssip';

// Keep-alive of RFC 5626 §3.5.1 over the socket (RFC 7118 §6): a double CRLF, answered by a single one.
const ping = '\r\n\r\n';
const pingEveryMs = 5_000;
const deadAfterMs = 12_000;

/** One connection to /sip, once opened and once closed. JsSIP would connect again by itself; whether and when that happens
 * is the machine's business, so a second connect() does nothing. */
export class SipSocket implements Socket {
  via_transport: string;
  onconnect: () => void = () => {};
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => {};
  ondata: <T>(data: T) => void = () => {};
  private socket: WebSocket | null = null;
  private wasOpened = false;
  private lastHeardMs = 0;
  private answersPings = false;
  private pinging: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly url: string,
    private readonly onClosed: (code: number) => void,
  ) {
    this.via_transport = url.startsWith('wss:') ? 'WSS' : 'WS';
  }

  get sip_uri(): string {
    return `sip:${new URL(this.url).host};transport=ws`;
  }

  connect(): void {
    if (this.wasOpened) {
      return;
    }
    this.wasOpened = true;
    const socket = new WebSocket(this.url, 'sip');
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.lastHeardMs = Date.now();
      this.pinging = setInterval(() => this.keepAlive(), pingEveryMs);
      this.onconnect();
    };
    socket.onmessage = (event: MessageEvent<unknown>) => this.heard(event.data);
    socket.onclose = (event) => this.closed(event.code);
    this.socket = socket;
  }

  disconnect(): void {
    const socket = this.socket;
    this.socket = null;
    clearInterval(this.pinging);
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(1000);
    }
  }

  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean {
    if (!this.isConnected()) {
      return false;
    }
    this.socket?.send(message);
    return true;
  }

  isConnected(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  isConnecting(): boolean {
    return this.socket?.readyState === WebSocket.CONNECTING;
  }

  private heard(data: unknown): void {
    this.lastHeardMs = Date.now();
    this.answersPings ||= data === '\r\n';
    this.ondata(data);
  }

  private keepAlive(): void {
    if (this.answersPings && Date.now() - this.lastHeardMs > deadAfterMs) {
      this.closed(0);
      return;
    }
    this.send(ping);
  }

  private closed(code: number): void {
    this.disconnect();
    this.ondisconnect(true, code);
    this.onClosed(code);
  }
}
