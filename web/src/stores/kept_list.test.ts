import { describe, expect, it } from 'vitest';
import { keptList } from './kept_list';

describe('a list that is read again and again', () => {
  it('says that it is not known rather than that there is nothing', async () => {
    let answer: () => Promise<string[]> = () => Promise.reject(new Error('gone'));
    const list = keptList(() => answer());
    expect(list.state).toBe('loading');
    await list.load();
    expect([list.state, list.items]).toEqual(['error', []]);
    answer = () => Promise.resolve([]);
    await list.load();
    expect(list.state).toBe('empty');
  });

  it('keeps what it showed when it cannot be read', async () => {
    let answer: () => Promise<string[]> = () => Promise.resolve(['a']);
    const list = keptList(() => answer());
    await list.load();
    answer = () => Promise.reject(new Error('gone'));
    await list.load();
    expect([list.state, list.items]).toEqual(['ready', ['a']]);
  });
});
