import { Backoff } from '@/realtime/backoff';
import { decide } from './machine';
import type { LockPort, SipPort, SoundPort } from './ports';
import { initialState, type PhoneEffect, type PhoneEvent, type PhoneState } from './types';

export interface SoftphonePorts {
  sip: SipPort;
  lock: LockPort;
  sound: SoundPort;
  backoff?: Backoff;
}

/** Runs the machine: feeds it events one after the other and carries out what it decides. Owned by the phone store; ends
 * with the event `stop`. */
export class Softphone {
  state: PhoneState = initialState;
  private readonly waiting: PhoneEvent[] = [];
  private isBusy = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly backoff: Backoff;

  constructor(
    private readonly ports: SoftphonePorts,
    private readonly onChange: (state: PhoneState) => void,
  ) {
    this.backoff = ports.backoff ?? new Backoff(400, 8_000);
  }

  /** An effect may answer at once with an event: it waits its turn. */
  send(event: PhoneEvent): void {
    this.waiting.push(event);
    if (this.isBusy) {
      return;
    }
    this.isBusy = true;
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      const { state, effects } = decide(this.state, next);
      this.state = state;
      if (state.line === 'online') {
        this.backoff.reset();
      }
      effects.forEach((effect) => this.carryOut(effect));
    }
    this.isBusy = false;
    this.onChange(this.state);
  }

  private carryOut(effect: PhoneEffect): void {
    const { sip, lock, sound } = this.ports;
    switch (effect.do) {
      case 'seek_lock':
        return lock.seek(effect.steal);
      case 'release_lock':
        return lock.release();
      case 'connect':
        clearTimeout(this.retry);
        return sip.connect();
      case 'disconnect':
        clearTimeout(this.retry);
        return sip.disconnect();
      case 'retry_later':
        this.retry = setTimeout(() => this.send({ type: 'retry.due' }), this.backoff.nextDelayMs());
        return;
      case 'answer':
        return sip.answer(effect.id);
      case 'reject':
        return sip.reject(effect.id, effect.status);
      case 'hang_up':
        return sip.hangUp(effect.id);
      case 'drop':
        return sip.drop(effect.id);
      case 'mute':
        return sip.mute(effect.muted);
      case 'ring':
        return sound.ring();
      case 'stop_ring':
        return sound.stopRing();
      case 'beep':
        return sound.beep();
      case 'unlock_sound':
        return sound.unlock();
      case 'later':
        setTimeout(() => this.send(effect.event), effect.afterMs);
    }
  }
}
