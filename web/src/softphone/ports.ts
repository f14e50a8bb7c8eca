import type { PhoneEvent } from './types';

/** How the telephone reaches SIP; the adapter answers with events. */
export interface SipPort {
  connect(): void;
  disconnect(): void;
  answer(id: string): void;
  reject(id: string, status: number): void;
  hangUp(id: string): void;
  drop(id: string): void;
  mute(muted: boolean): void;
}

/** One tab of a browser is the phone. */
export interface LockPort {
  seek(steal: boolean): void;
  release(): void;
}

export interface SoundPort {
  ring(): void;
  stopRing(): void;
  beep(): void;
  unlock(): void;
}

export type Tell = (event: PhoneEvent) => void;
