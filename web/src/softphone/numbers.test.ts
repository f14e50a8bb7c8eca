import { describe, expect, it } from 'vitest';
import { cleanNumber, maskedNumber } from './numbers';

describe('numbers', () => {
  it('are cleaned of what people paste', () => {
    expect(cleanNumber(' 138-1234 5678 ')).toBe('13812345678');
    expect(cleanNumber('+86 138 1234 5678')).toBe('13812345678');
    expect(cleanNumber('（010）6552-9988')).toBe('01065529988');
    expect(cleanNumber('１３８１２３４５６７８')).toBe('13812345678');
    expect(cleanNumber('+1 415 555 0100')).toBe('+14155550100');
    expect(cleanNumber('*98#')).toBe('*98#');
    expect(cleanNumber('李清禾')).toBe('');
  });

  it('are masked as the rule says', () => {
    expect(maskedNumber('13812345678')).toBe('138****5678');
    expect(maskedNumber('8001')).toBe('8001');
    expect(maskedNumber('138****5678')).toBe('138****5678');
  });
});
