import { describe, expect, it } from 'vitest';
import { isVoiceName, nameOfFile, sizeWords, wavOf } from './wav';

describe('a voice that was recorded here', () => {
  it('is a WAV of one channel at 8 kHz', async () => {
    const bytes = new DataView(await wavOf(new Float32Array([0, 1, -1, 2])).arrayBuffer());
    const text = (at: number): string => String.fromCharCode(...[0, 1, 2, 3].map((i) => bytes.getUint8(at + i)));
    expect([text(0), text(8), text(36)]).toEqual(['RIFF', 'WAVE', 'data']);
    expect([bytes.getUint16(22, true), bytes.getUint32(24, true), bytes.getUint16(34, true)]).toEqual([1, 8000, 16]);
    expect(bytes.byteLength).toBe(44 + 8);
    expect([46, 48, 50].map((at) => bytes.getInt16(at, true))).toEqual([32767, -32767, 32767]);
  });

  it('takes its name from the file', () => {
    expect(nameOfFile('欢迎 2026.final.mp3')).toBe('欢迎-2026-final');
    expect(nameOfFile('(a/b?c).wav')).toBe('a-b-c');
    expect(['welcome', 'a_b-1', '轻音乐2'].every(isVoiceName)).toBe(true);
    expect(['', 'a b', 'a/b', '.x', 'a:b', 'a,b', 'a`', 'a@'].some(isVoiceName)).toBe(false);
    expect([sizeWords(10), sizeWords(48_213), sizeWords(3_000_000)]).toEqual(['1 KB', '47 KB', '2.9 MB']);
  });
});
