import { closeCodes, type PhoneEffect, type PhoneEvent, type PhoneState, type Step } from './types';

// The line: which tab is the phone, connected or not, and what a lost connection means.

const still = (state: PhoneState): Step => ({ state, effects: [] });

/** Lets go of the session without a BYE: whoever lost the flow keeps the call, the server waits for us. */
export function withoutSession(state: PhoneState): Step {
  if (!state.session) {
    return still(state);
  }
  const effects: PhoneEffect[] = [{ do: 'drop', id: state.session.id }];
  if (state.ringing) {
    effects.unshift({ do: 'stop_ring' });
  }
  return { state: { ...state, session: null, ringing: false }, effects };
}

function leave(state: PhoneState, line: PhoneState['line'], last: PhoneEffect[]): Step {
  const { state: free, effects } = withoutSession(state);
  return { state: { ...free, line, attempts: 0 }, effects: [{ do: 'disconnect' }, ...effects, ...last] };
}

function lost(state: PhoneState, code: number): Step {
  if (code === closeCodes.takenOver) {
    return leave(state, 'taken_over', [{ do: 'release_lock' }]);
  }
  if (code === closeCodes.sessionEnded) {
    return leave(state, 'ended', [{ do: 'release_lock' }]);
  }
  const { state: free, effects } = withoutSession(state);
  return {
    state: { ...free, line: 'retrying', attempts: state.attempts + 1 },
    effects: [{ do: 'disconnect' }, ...effects, { do: 'retry_later' }],
  };
}

const connectNow = (state: PhoneState): Step => ({
  state: { ...state, line: 'connecting' },
  effects: [{ do: 'connect' }],
});

const isConnected = (state: PhoneState): boolean => ['connecting', 'online', 'retrying'].includes(state.line);

export function onLineEvent(state: PhoneState, event: PhoneEvent): Step | null {
  switch (event.type) {
    case 'start':
      return state.line === 'off' || state.line === 'ended'
        ? { state: { ...state, line: 'elsewhere' }, effects: [{ do: 'seek_lock', steal: false }] }
        : still(state);
    case 'stop':
      return leave(state, 'off', [{ do: 'release_lock' }]);
    case 'take':
      return state.line === 'elsewhere' || state.line === 'taken_over'
        ? { state: { ...state, line: 'connecting' }, effects: [{ do: 'seek_lock', steal: true }] }
        : still(state);
    case 'lock.held':
      return state.line === 'elsewhere' || state.line === 'connecting' ? connectNow(state) : still(state);
    case 'lock.elsewhere':
      return state.line === 'off' ? still(state) : { state: { ...state, line: 'elsewhere' }, effects: [] };
    case 'lock.lost':
      return isConnected(state) ? leave(state, 'elsewhere', [{ do: 'seek_lock', steal: false }]) : still(state);
    case 'registered':
      return isConnected(state) ? still({ ...state, line: 'online', attempts: 0 }) : still(state);
    case 'register.refused':
      return isConnected(state) ? lost(state, 0) : still(state);
    case 'socket.lost':
      return isConnected(state) ? lost(state, event.code) : still(state);
    case 'media.lost':
      return state.session?.id === event.id ? lost(state, 0) : still(state);
    case 'retry.due':
    case 'hurry':
      return state.line === 'retrying' ? connectNow(state) : still(state);
    default:
      return null;
  }
}
