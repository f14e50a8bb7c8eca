import { withoutSession } from './line_rules';
import type { PhoneEffect, PhoneEvent, PhoneState, Session, Step } from './types';

// The session: one SIP dialog at a time. The call itself lives on the server; this is its sound.

const still = (state: PhoneState): Step => ({ state, effects: [] });

// Who calls is shown before the ring is heard, also on a machine that takes a second to draw it; when the page is never
// told, it rings all the same.
const ringAtLatestMs = 1500;
// Auto-answer: the card stands for a second, then a short beep; when that has been heard the microphone opens.
const autoAnswerAfterMs = 1000;
const beepLastsMs = 300;
// An answer is for the ring that was seen, not for the same call when it comes again.
const answerHoldsMs = 3000;
const busyHere = 486;
const unavailable = 480;
const declined = 603;

function invited(state: PhoneState, event: Extract<PhoneEvent, { type: 'invite' }>): Step {
  if (state.session && event.purpose !== 'resume' && state.session.call !== event.call) {
    return { state, effects: [{ do: 'reject', id: event.id, status: busyHere }] };
  }
  const { state: free, effects } = withoutSession(state);
  const muted = free.mutedCall === event.call && free.muted;
  const base: PhoneState = { ...free, muted, mutedCall: event.call, microphone: null };
  if (event.purpose !== 'ring' || base.answeredCall === event.call) {
    const session: Session = { id: event.id, call: event.call, purpose: event.purpose, phase: 'answering' };
    return { state: { ...base, session, answeredCall: '' }, effects: [...effects, { do: 'answer', id: event.id }] };
  }
  const session: Session = { id: event.id, call: event.call, purpose: 'ring', phase: 'ringing' };
  const later: PhoneEffect[] = [{ do: 'later', afterMs: ringAtLatestMs, event: { type: 'ring.due', id: event.id } }];
  if (answersByItself(base)) {
    later.push({ do: 'later', afterMs: autoAnswerAfterMs, event: { type: 'auto_answer.due', id: event.id } });
  }
  const step: Step = { state: { ...base, session }, effects: [...effects, ...later] };
  return base.knownCall === event.call ? chain(step, ring) : step;
}

function chain(step: Step, next: (state: PhoneState) => Step): Step {
  const after = next(step.state);
  return { state: after.state, effects: [...step.effects, ...after.effects] };
}

/** Nobody is put through unawares: where the beep would not be heard, somebody has to answer. */
const answersByItself = (state: PhoneState): boolean => state.autoAnswer && !state.soundBlocked;

function ring(state: PhoneState): Step {
  return state.session?.phase === 'ringing' && !state.ringing && !answersByItself(state)
    ? { state: { ...state, ringing: true }, effects: [{ do: 'ring' }] }
    : still(state);
}

/** The card may be there before the telephone rings, and be answered: then the telephone is as soon as it rings. */
function answerCall(state: PhoneState, call: string): Step {
  if (state.session) {
    return state.session.call === call ? answer(state) : still(state);
  }
  const lapse: PhoneEffect = { do: 'later', afterMs: answerHoldsMs, event: { type: 'answer.lapsed', call } };
  return state.line === 'online' ? { state: { ...state, answeredCall: call }, effects: [lapse] } : still(state);
}

function answer(state: PhoneState): Step {
  if (state.session?.phase !== 'ringing') {
    return still(state);
  }
  const session: Session = { ...state.session, phase: 'answering' };
  const effects: PhoneEffect[] = [{ do: 'answer', id: session.id }];
  return {
    state: { ...state, session, ringing: false },
    effects: state.ringing ? [{ do: 'stop_ring' }, ...effects] : effects,
  };
}

/** It may have been switched off, or silenced, since the call came: then it rings. */
function autoAnswer(state: PhoneState, act: (state: PhoneState) => Step): Step {
  return answersByItself(state) ? act(state) : ring(state);
}

function beep(state: PhoneState, id: string): Step {
  if (state.session?.phase !== 'ringing') {
    return still(state);
  }
  return {
    state,
    effects: [{ do: 'beep' }, { do: 'later', afterMs: beepLastsMs, event: { type: 'auto_answer.heard', id } }],
  };
}

function ended(state: PhoneState): Step {
  const step = still({ ...state, session: null, ringing: false });
  return state.ringing ? { ...step, effects: [{ do: 'stop_ring' }] } : step;
}

function hangUp(state: PhoneState): Step {
  if (!state.session) {
    return still({ ...state, answeredCall: '' });
  }
  const { id, phase } = state.session;
  const last: PhoneEffect = phase === 'ringing' ? { do: 'reject', id, status: declined } : { do: 'hang_up', id };
  const { state: next, effects } = ended(state);
  return { state: next, effects: [...effects, last] };
}

/** The server's word of a microphone that was closed or opened here is an echo, and may be of the order before the last. */
function toldMuted(state: PhoneState, call: string): Step {
  return state.mutedHere === call ? still(state) : setMuted(state, call, true);
}

function setMuted(state: PhoneState, call: string, muted: boolean): Step {
  const next = { ...state, muted, mutedCall: call };
  const isMine = state.session?.call === call && state.session.phase === 'up';
  return { state: next, effects: isMine && state.muted !== muted ? [{ do: 'mute', muted }] : [] };
}

function known(state: PhoneState, call: string): Step {
  const next = { ...state, knownCall: call };
  return state.session?.call === call ? ring(next) : still(next);
}

/** An event of one session that is not the present one came too late. */
function about(state: PhoneState, id: string, act: (session: Session) => Step): Step {
  return state.session?.id === id ? act(state.session) : still(state);
}

export function onSessionEvent(state: PhoneState, event: PhoneEvent): Step | null {
  switch (event.type) {
    case 'invite':
      return invited(state, event);
    case 'caller.known':
      return known(state, event.call);
    case 'ring.due':
      return about(state, event.id, () => ring(state));
    case 'auto_answer.due':
      return about(state, event.id, () => autoAnswer(state, () => beep(state, event.id)));
    case 'auto_answer.heard':
      return about(state, event.id, () => autoAnswer(state, answer));
    case 'answer.wanted':
      return answerCall(state, event.call);
    case 'answer.lapsed':
      return still(state.answeredCall === event.call ? { ...state, answeredCall: '' } : state);
    case 'hangup.wanted':
      return hangUp(state);
    case 'mute.wanted':
      return setMuted({ ...state, mutedHere: event.call }, event.call, event.muted);
    case 'mute.told':
      return toldMuted(state, event.call);
    case 'established':
      return about(state, event.id, (session) => ({
        state: { ...state, session: { ...session, phase: 'up' } },
        effects: state.muted ? [{ do: 'mute', muted: true }] : [],
      }));
    case 'ended':
      return about(state, event.id, () => ended(state));
    case 'microphone.failed':
      return about(state, event.id, (session) => {
        const { state: next, effects } = ended({ ...state, microphone: event.problem });
        return { state: next, effects: [...effects, { do: 'reject', id: session.id, status: unavailable }] };
      });
    default:
      return null;
  }
}
