import { describe, expect, it } from 'vitest';
import { digitsOf, localHits, type Places } from './hits';

const places: Places = {
  pages: [
    { name: 'desk', title: '工作台', path: '/desk' },
    { name: 'records', title: '通话记录', path: '/records' },
  ],
  people: [
    { number: '10001', name: '王芳', to: '/x' },
    { number: '10010', name: '赵敏', to: '/y' },
    ...Array.from({ length: 20 }, (_, index) => ({ number: `2${index}`, name: `同名${index}`, to: '/z' })),
  ],
  queues: [{ number: '600', name: '售后服务', to: '/q' }],
};
const keys = (text: string): string[] => localHits(text, places).map(({ key }) => key);

describe('the search (Ctrl K)', () => {
  it('offers pages before anything is typed', () => {
    expect(keys('')).toEqual(['page:desk', 'page:records']);
  });

  it('finds people by name or number, queues and pages', () => {
    expect(keys('王')).toEqual(['person:10001']);
    expect(keys('10010')).toEqual(['person:10010']);
    expect(keys('售后')).toEqual(['queue:600']);
    expect(keys('记录')).toEqual(['page:records']);
    expect(keys('nobody')).toEqual([]);
  });

  it('lists equals by their numbers, whoever changed last', () => {
    const shuffled = { ...places, people: [...places.people].reverse() };
    expect(localHits('100', shuffled).map(({ key }) => key)).toEqual(['person:10001', 'person:10010']);
  });

  it('shows a few of many', () => {
    expect(keys('同名').length).toBe(5);
  });

  it('asks for calls from three digits on, without the decoration of a number', () => {
    expect(digitsOf('12')).toBe('');
    expect(digitsOf('138')).toBe('138');
    expect(digitsOf('+86 138-1234 5678')).toBe('13812345678');
    expect(digitsOf('王芳')).toBe('');
    expect(digitsOf('a123')).toBe('');
  });
});
