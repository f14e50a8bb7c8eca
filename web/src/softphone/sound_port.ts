import type { SoundPort, Tell } from './ports';
import { beepOnce, ringCycle } from './ring_tone';

export interface SoundChoices {
  ringDevice: () => string;
  ringVolume: () => number;
}

type Sinkable = AudioContext & { setSinkId?: (id: string) => Promise<void> };

/** Ring tone and beep on the ring device, which need not be the headset. One audio context for the page's life. */
export class RingSound implements SoundPort {
  private context: Sinkable | null = null;
  private ringing: AudioBufferSourceNode | null = null;

  constructor(
    private readonly choices: SoundChoices,
    private readonly tell: Tell,
  ) {
    // A browser may keep a page silent until somebody touches it; any touch will do.
    const touched = (): void => {
      if (this.context?.state === 'suspended') {
        void this.context.resume().then(() => this.tell({ type: 'sound.allowed' }));
      }
    };
    document.addEventListener('pointerdown', touched, true);
    document.addEventListener('keydown', touched, true);
  }

  /** Tells early, not at the first call, that the browser holds sound back. */
  check(): void {
    if (this.open().state === 'suspended') {
      this.tell({ type: 'sound.blocked', what: 'ring' });
    }
  }

  ring(): void {
    this.stopRing();
    this.ringing = this.play(ringCycle, true);
    if (this.context?.state === 'suspended') {
      this.tell({ type: 'sound.blocked', what: 'ring' });
    }
  }

  stopRing(): void {
    this.ringing?.stop();
    this.ringing = null;
  }

  beep(): void {
    this.play(beepOnce, false);
  }

  unlock(): void {
    void this.context?.resume();
  }

  private open(): Sinkable {
    this.context ??= new AudioContext();
    return this.context;
  }

  private play(make: (sampleRate: number) => Float32Array<ArrayBuffer>, loop: boolean): AudioBufferSourceNode {
    const context = this.open();
    void context.setSinkId?.(this.choices.ringDevice()).catch(() => {
      // The device was unplugged: the default one rings.
    });
    const samples = make(context.sampleRate);
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    buffer.copyToChannel(samples, 0);
    const volume = context.createGain();
    volume.gain.value = this.choices.ringVolume();
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.loop = loop;
    source.connect(volume).connect(context.destination);
    source.start();
    return source;
  }
}
