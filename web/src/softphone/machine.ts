import { onLineEvent } from './line_rules';
import { onSessionEvent } from './session_rules';
import type { PhoneEvent, PhoneState, Step } from './types';

/** Decides. Pure: the same state and event always give the same step. */
export function decide(state: PhoneState, event: PhoneEvent): Step {
  const step = onLineEvent(state, event) ?? onSessionEvent(state, event);
  if (step) {
    return step;
  }
  switch (event.type) {
    case 'sound.blocked':
      return { state: { ...state, soundBlocked: state.soundBlocked === 'call' ? 'call' : event.what }, effects: [] };
    case 'sound.allowed':
      return { state: { ...state, soundBlocked: '' }, effects: state.soundBlocked ? [{ do: 'unlock_sound' }] : [] };
    case 'auto_answer.set':
      return { state: { ...state, autoAnswer: event.on }, effects: [] };
    default:
      return { state, effects: [] };
  }
}
