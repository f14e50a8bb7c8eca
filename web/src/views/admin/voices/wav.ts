export const voiceRateHz = 8000;

/** Sound as a WAV file: one channel, 16 bit, 8 kHz, which is what telephones speak. */
export function wavOf(samples: Float32Array, rateHz = voiceRateHz): Blob {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at: number, word: string): void => [...word].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) =>
    view.setInt16(44 + i * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true),
  );
  return new Blob([view.buffer], { type: 'audio/wav' });
}

/** Whatever the browser can play, as such a WAV: the browser's own filter lowers the rate. */
export async function toVoice(sound: Blob): Promise<Blob> {
  const reader = new AudioContext();
  try {
    const decoded = await reader.decodeAudioData(await sound.arrayBuffer());
    const length = Math.max(1, Math.ceil(decoded.duration * voiceRateHz));
    const offline = new OfflineAudioContext(1, length, voiceRateHz);
    const source = new AudioBufferSourceNode(offline, { buffer: decoded });
    source.connect(offline.destination);
    source.start();
    return wavOf((await offline.startRendering()).getChannelData(0));
  } finally {
    await reader.close();
  }
}

/** What the server takes as the name of a voice: letters of any script, digits, - and _. */
export const isVoiceName = (name: string): boolean => /^[\p{L}\p{N}_-]+$/u.test(name);

/** A name for a voice made of a file's name. */
export const nameOfFile = (file: string): string =>
  [...file.replace(/\.[a-z0-9]+$/i, '')]
    .map((letter) => (isVoiceName(letter) ? letter : '-'))
    .join('')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 20);

export function sizeWords(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
