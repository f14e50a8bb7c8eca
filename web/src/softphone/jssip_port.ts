import { UA } from 'jssip';
import type { IncomingRTCSessionEvent } from 'jssip/lib/UA';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { Device } from '@/api/device';
import { closeStream, microphoneProblem, openMicrophone } from './microphone';
import type { SipPort, Tell } from './ports';
import type { RemoteAudio } from './remote_audio';
import { SipSocket } from './sip_socket';
import type { Purpose } from './types';

export interface JsSipChoices {
  /** Asked before every connection: relay credentials live short, and a session may have ended. */
  loadDevice: () => Promise<Device>;
  microphone: () => string;
  speaker: () => string;
  audio: RemoteAudio;
}

interface Dialog {
  session: RTCSession;
  microphone: MediaStream | null;
}

// A line that says nothing for this long is cut by us, before JsSIP would take it for a hang-up (it sends BYE when ICE has
// failed, which comes later): the server then keeps the call and calls the page again.
const mediaLostAfterMs = 3_500;

/** The only door to JsSIP. One user agent a connection; it registers without a password, the session vouches for it. */
export class JsSipPort implements SipPort {
  private ua: UA | null = null;
  private socket: SipSocket | null = null;
  private device: Device | null = null;
  private connection = 0;
  private readonly dialogs = new Map<string, Dialog>();

  constructor(
    private readonly choices: JsSipChoices,
    private readonly tell: Tell,
  ) {}

  connect(): void {
    this.disconnect();
    const mine = ++this.connection;
    this.choices
      .loadDevice()
      .then((device) => mine === this.connection && this.open(device))
      .catch(() => mine === this.connection && this.tell({ type: 'socket.lost', code: 0 }));
  }

  disconnect(): void {
    this.connection += 1;
    // The socket first: what JsSIP says while it stops (BYE, un-REGISTER) must not reach the server.
    this.socket?.disconnect();
    this.socket?.ondisconnect(true);
    this.ua?.stop();
    this.socket = null;
    this.ua = null;
  }

  answer(id: string): void {
    const dialog = this.dialogs.get(id);
    if (!dialog) {
      return;
    }
    openMicrophone(this.choices.microphone()).then(
      (stream) => this.answerWith(id, dialog, stream),
      (problem) => this.tell({ type: 'microphone.failed', id, problem: microphoneProblem(problem) }),
    );
  }

  reject(id: string, status: number): void {
    this.end(id, status);
  }

  hangUp(id: string): void {
    this.end(id);
  }

  drop(id: string): void {
    this.end(id);
  }

  mute(muted: boolean): void {
    for (const { microphone } of this.dialogs.values()) {
      microphone?.getAudioTracks().forEach((track) => (track.enabled = !muted));
    }
  }

  /** For quality figures; null when no call is up. */
  peer(): RTCPeerConnection | null {
    const up = [...this.dialogs.values()].find(({ session }) => session.isEstablished());
    return up?.session.connection ?? null;
  }

  private open(device: Device): void {
    this.device = device;
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const mine = this.connection;
    this.socket = new SipSocket(`${scheme}://${location.host}${device.socket_path}`, (code) => {
      if (mine === this.connection) {
        this.tell({ type: 'socket.lost', code });
      }
    });
    const ua = new UA({
      sockets: [this.socket],
      uri: device.uri,
      display_name: device.display_name || undefined,
      register: true,
      register_expires: 300,
      session_timers: false,
      no_answer_timeout: 300,
      user_agent: 'Yinghe page',
    });
    this.ua = ua;
    ua.on('registered', () => this.tell({ type: 'registered' }));
    ua.on('registrationFailed', (event) =>
      this.tell({ type: 'register.refused', status: event.response?.status_code ?? 0 }),
    );
    ua.on('newRTCSession', (event: { originator: string }) => {
      if (event.originator === 'remote') {
        this.invited(event as IncomingRTCSessionEvent);
      }
    });
    ua.start();
  }

  private invited({ session, request }: IncomingRTCSessionEvent): void {
    const id = session.id;
    this.dialogs.set(id, { session, microphone: null });
    const gone = (): void => {
      this.forget(id);
      this.tell({ type: 'ended', id });
    };
    session.on('ended', gone);
    session.on('failed', gone);
    session.on('confirmed', () => this.tell({ type: 'established', id }));
    // The server is ICE-lite and learns where we are from our checks: no candidate is worth waiting for.
    session.on('icecandidate', (event) => event.ready());
    session.on('peerconnection', ({ peerconnection }: { peerconnection: RTCPeerConnection }) =>
      this.follow(id, peerconnection),
    );
    const purpose = String(request.getHeader('X-Yinghe-Purpose') ?? 'ring') as Purpose;
    const call = String(request.getHeader('X-Yinghe-Call') ?? '');
    this.tell({ type: 'invite', id, call, purpose });
  }

  private follow(id: string, peer: RTCPeerConnection): void {
    peer.addEventListener('track', ({ streams, track }) =>
      this.choices.audio.play(streams[0] ?? new MediaStream([track]), this.choices.speaker()),
    );
    let timer: ReturnType<typeof setTimeout> | undefined;
    peer.addEventListener('iceconnectionstatechange', () => {
      clearTimeout(timer);
      if (peer.iceConnectionState === 'disconnected') {
        timer = setTimeout(() => this.tell({ type: 'media.lost', id }), mediaLostAfterMs);
      }
    });
  }

  private answerWith(id: string, dialog: Dialog, stream: MediaStream): void {
    if (!this.dialogs.has(id)) {
      closeStream(stream); // The caller gave up while the browser asked for the microphone.
      return;
    }
    dialog.microphone = stream;
    dialog.session.answer({
      mediaStream: stream,
      pcConfig: {
        iceServers: this.device?.ice_servers ?? [],
        iceTransportPolicy: this.device?.relay_only ? 'relay' : 'all',
        bundlePolicy: 'max-bundle',
        rtcpMuxPolicy: 'require',
      },
    });
  }

  private end(id: string, status?: number): void {
    const dialog = this.dialogs.get(id);
    this.forget(id);
    if (dialog && !dialog.session.isEnded()) {
      dialog.session.terminate(status === undefined ? {} : { status_code: status });
    }
  }

  private forget(id: string): void {
    closeStream(this.dialogs.get(id)?.microphone);
    if (this.dialogs.delete(id) && this.dialogs.size === 0) {
      this.choices.audio.stop();
    }
  }
}
