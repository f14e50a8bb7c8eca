import type { Side } from './wave';

/** Silences one channel of an audio element. The sound goes through Web Audio from the first wish on, not before. */
export class ChannelMixer {
  private context: AudioContext | null = null;
  private gains: Record<Side, GainNode> | null = null;

  constructor(private readonly element: HTMLMediaElement) {}

  mute(side: Side, muted: boolean): void {
    const gain = this.connected()[side];
    gain.gain.value = muted ? 0 : 1;
  }

  close(): void {
    void this.context?.close();
    this.context = null;
    this.gains = null;
  }

  private connected(): Record<Side, GainNode> {
    if (this.gains) {
      return this.gains;
    }
    const context = new AudioContext();
    const splitter = context.createChannelSplitter(2);
    const merger = context.createChannelMerger(2);
    const gains = { customer: context.createGain(), agent: context.createGain() };
    context.createMediaElementSource(this.element).connect(splitter);
    splitter.connect(gains.customer, 0).connect(merger, 0, 0);
    splitter.connect(gains.agent, 1).connect(merger, 0, 1);
    merger.connect(context.destination);
    void context.resume();
    this.context = context;
    this.gains = gains;
    return gains;
  }
}
