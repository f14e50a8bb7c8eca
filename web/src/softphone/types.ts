// The words of the telephone in the page. The machine turns events into a new state and effects; it knows neither Vue nor
// JsSIP, and no clock: everything it learns comes as an event.

/** off: not started · elsewhere: another tab of this browser is the phone · taken_over: another browser is · ended: the
 * session is over. */
export type Line = 'off' | 'elsewhere' | 'connecting' | 'online' | 'retrying' | 'taken_over' | 'ended';

/** Why the server calls the page: offer it, or have it answered at once (own dialling, coming back to a call, own wish
 * to supervise). */
export type Purpose = 'ring' | 'dial' | 'resume' | 'supervise';

export type MicrophoneProblem = 'denied' | 'missing' | 'busy' | 'insecure';

export interface Session {
  /** The adapter's name of the SIP dialog. */
  id: string;
  /** The server's call; one call may see several sessions (after a refresh). */
  call: string;
  purpose: Purpose;
  phase: 'ringing' | 'answering' | 'up';
}

export interface PhoneState {
  line: Line;
  /** Attempts to connect since the line was last online. */
  attempts: number;
  session: Session | null;
  /** Belongs to `mutedCall`: a refresh or a lost network does not open the microphone again. */
  muted: boolean;
  mutedCall: string;
  /** The call whose microphone was closed or opened in this page. */
  mutedHere: string;
  ringing: boolean;
  /** The call that was answered here before the telephone was told to ring. */
  answeredCall: string;
  /** The call whose caller the page already shows: it may be heard. */
  knownCall: string;
  autoAnswer: boolean;
  microphone: MicrophoneProblem | null;
  /** What the browser holds back until somebody touches the page: the ring only, or the call itself. */
  soundBlocked: '' | 'ring' | 'call';
}

export type PhoneEvent =
  | { type: 'start' }
  | { type: 'stop' }
  | { type: 'take' }
  | { type: 'lock.held' }
  | { type: 'lock.elsewhere' }
  | { type: 'lock.lost' }
  | { type: 'registered' }
  | { type: 'register.refused'; status: number }
  | { type: 'socket.lost'; code: number }
  | { type: 'media.lost'; id: string }
  | { type: 'retry.due' }
  | { type: 'hurry' }
  | { type: 'invite'; id: string; call: string; purpose: Purpose }
  | { type: 'caller.known'; call: string }
  | { type: 'ring.due'; id: string }
  | { type: 'auto_answer.due'; id: string }
  | { type: 'auto_answer.heard'; id: string }
  | { type: 'answer.wanted'; call: string }
  | { type: 'answer.lapsed'; call: string }
  | { type: 'hangup.wanted' }
  | { type: 'mute.wanted'; call: string; muted: boolean }
  /** The server says that this person is muted. */
  | { type: 'mute.told'; call: string }
  | { type: 'established'; id: string }
  | { type: 'ended'; id: string }
  | { type: 'microphone.failed'; id: string; problem: MicrophoneProblem }
  | { type: 'sound.blocked'; what: 'ring' | 'call' }
  | { type: 'sound.allowed' }
  | { type: 'auto_answer.set'; on: boolean };

export type PhoneEffect =
  | { do: 'seek_lock'; steal: boolean }
  | { do: 'release_lock' }
  | { do: 'connect' }
  | { do: 'disconnect' }
  | { do: 'retry_later' }
  | { do: 'answer'; id: string }
  | { do: 'reject'; id: string; status: number }
  | { do: 'hang_up'; id: string }
  /** Forget a session whose flow is gone; the other side must not take it for a hang-up. */
  | { do: 'drop'; id: string }
  | { do: 'mute'; muted: boolean }
  | { do: 'ring' }
  | { do: 'stop_ring' }
  | { do: 'beep' }
  | { do: 'later'; afterMs: number; event: PhoneEvent }
  | { do: 'unlock_sound' };

export interface Step {
  state: PhoneState;
  effects: PhoneEffect[];
}

export const initialState: PhoneState = {
  line: 'off',
  attempts: 0,
  session: null,
  muted: false,
  mutedCall: '',
  mutedHere: '',
  ringing: false,
  answeredCall: '',
  knownCall: '',
  autoAnswer: false,
  microphone: null,
  soundBlocked: '',
};

export const closeCodes = { sessionEnded: 4401, takenOver: 4409 } as const;
