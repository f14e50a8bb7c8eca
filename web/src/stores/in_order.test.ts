import { describe, expect, it } from 'vitest';
import { inOrder } from './in_order';

describe('orders one after the other', () => {
  it('sends the next one only when the one before was answered', async () => {
    const order = inOrder();
    const said: string[] = [];
    let answerFirst: () => void = () => undefined;
    const first = order(() =>
      new Promise<void>((answered) => (answerFirst = answered)).then(() => void said.push('1')),
    );
    const second = order(() => Promise.resolve(void said.push('2')));
    await Promise.resolve();
    expect(said).toEqual([]);
    answerFirst();
    await Promise.all([first, second]);
    expect(said).toEqual(['1', '2']);
  });

  it('goes on after one that failed, and tells only who asked', async () => {
    const order = inOrder();
    const failed = order(() => Promise.reject(new Error('network')));
    const next = order(() => Promise.resolve('done'));
    await expect(failed).rejects.toThrow('network');
    await expect(next).resolves.toBe('done');
  });
});
