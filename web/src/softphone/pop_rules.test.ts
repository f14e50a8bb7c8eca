import { describe, expect, it } from 'vitest';
import { popsUp } from './pop_rules';

const queue = { number: '600', name: '售后' };

describe('calls that open a page by themselves (R067)', () => {
  it('at a browser: every one', () => {
    expect(popsUp({ direction: 'inbound', queue: null }, 'web')).toBe(true);
    expect(popsUp({ direction: 'manual_outbound', queue: null }, 'web')).toBe(true);
    expect(popsUp({ direction: 'internal', queue: null }, 'web')).toBe(true);
  });

  it('at a desk phone: out of a queue, or dialled automatically', () => {
    for (const telephone of ['sip', 'analog'] as const) {
      expect(popsUp({ direction: 'inbound', queue }, telephone)).toBe(true);
      expect(popsUp({ direction: 'auto_outbound', queue: null }, telephone)).toBe(true);
      expect(popsUp({ direction: 'inbound', queue: null }, telephone)).toBe(false);
      expect(popsUp({ direction: 'manual_outbound', queue: null }, telephone)).toBe(false);
      expect(popsUp({ direction: 'internal', queue: null }, telephone)).toBe(false);
    }
  });
});
