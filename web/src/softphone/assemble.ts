import { fetchDevice } from '@/api/device';
import { JsSipPort } from './jssip_port';
import { makeLockPort } from './lock_port';
import type { Tell } from './ports';
import { RemoteAudio } from './remote_audio';
import { Softphone } from './softphone';
import { RingSound } from './sound_port';
import type { PhoneState } from './types';

export interface PhoneChoices {
  microphone: () => string;
  speaker: () => string;
  ringDevice: () => string;
  ringVolume: () => number;
}

export interface AssembledPhone {
  phone: Softphone;
  sip: JsSipPort;
  audio: RemoteAudio;
}

let parts: { ring: RingSound; audio: RemoteAudio; tell: Tell } | null = null;

/** Puts the telephone together. The audio parts live as long as the page, the rest as long as the person is signed in. */
export function assemblePhone(
  person: string,
  choices: PhoneChoices,
  onChange: (state: PhoneState) => void,
): AssembledPhone {
  const tell: Tell = (event) => phone.send(event);
  const shared = (parts ??= {
    ring: new RingSound(choices, (event) => parts?.tell(event)),
    audio: new RemoteAudio(() => parts?.tell({ type: 'sound.blocked', what: 'call' })),
    tell,
  });
  shared.tell = tell;
  const sip = new JsSipPort({ ...choices, loadDevice: fetchDevice, audio: shared.audio }, tell);
  const lock = makeLockPort(`yinghe-phone-${person}`, tell);
  const sound = {
    ring: () => shared.ring.ring(),
    stopRing: () => shared.ring.stopRing(),
    beep: () => shared.ring.beep(),
    unlock: () => {
      shared.ring.unlock();
      shared.audio.resume();
    },
  };
  const phone: Softphone = new Softphone({ sip, lock, sound }, onChange);
  phone.send({ type: 'start' });
  shared.ring.check();
  return { phone, sip, audio: shared.audio };
}
