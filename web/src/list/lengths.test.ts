import { describe, expect, it } from 'vitest';
import { useLanguage } from '@/i18n';
import { lengthArgs, lengthsOf, lengthText, lengthWord } from './lengths';

describe('a span of lengths', () => {
  it('is asked in milliseconds, either end alone or both', () => {
    expect(lengthArgs('30..120')).toEqual({ min_ms: 30_000, max_ms: 120_000 });
    expect(lengthArgs('30..')).toEqual({ min_ms: 30_000 });
    expect(lengthArgs('..120')).toEqual({ max_ms: 120_000 });
    expect(lengthArgs('0..')).toEqual({ min_ms: 0 });
  });

  it('keeps nothing but digits of what is typed', () => {
    expect(lengthWord({ least: ' 30s', below: '' })).toBe('30..');
    expect(lengthWord({ least: 'x', below: '' })).toBe('');
    expect(lengthsOf(lengthWord({ least: '5', below: '60' }))).toEqual({ least: '5', below: '60' });
  });

  it('asks for nothing where the URL says what nobody could have meant', () => {
    expect(lengthArgs('abc')).toEqual({});
    expect(lengthsOf('1..2..3')).toEqual({ least: '', below: '' });
  });

  it('reads as people say it', async () => {
    await useLanguage('zh-CN');
    expect(lengthText('30..')).toBe('30 秒起');
    expect(lengthText('..120')).toBe('不到 120 秒');
    expect(lengthText('30..120')).toBe('30 秒起，不到 120 秒');
  });
});
