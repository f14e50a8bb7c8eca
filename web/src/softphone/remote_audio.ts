type SinkableAudio = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };

/** The one element that everything the other side says comes out of. */
export class RemoteAudio {
  private readonly element: SinkableAudio = document.createElement('audio');

  constructor(private readonly onBlocked: () => void) {
    this.element.autoplay = true;
    this.element.dataset.testid = 'remote-audio';
    document.body.append(this.element);
  }

  play(stream: MediaStream, speaker: string): void {
    this.element.srcObject = stream;
    this.useSpeaker(speaker);
    this.resume();
  }

  useSpeaker(speaker: string): void {
    void this.element.setSinkId?.(speaker).catch(() => {
      // The device was unplugged: the default one speaks.
    });
  }

  resume(): void {
    this.element.play().catch((problem: unknown) => {
      if (problem instanceof DOMException && problem.name === 'NotAllowedError') {
        this.onBlocked();
      }
    });
  }

  stop(): void {
    this.element.srcObject = null;
  }
}
