import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { useMissedOffers, type MissedOffer } from './missed_offers';
import { useSession } from './session';

const offer = (call: string, number = '13812345678', atMs = 1000): MissedOffer => ({ call, number, name: '', atMs });
function signedIn(number: string): ReturnType<typeof useMissedOffers> {
  setActivePinia(createPinia());
  useSession().me = { number, tenant: 'demo' } as never;
  return useMissedOffers();
}

describe('missed offers', () => {
  beforeEach(() => sessionStorage.clear());

  it('shows the newest first, one row a call, until somebody has seen it', () => {
    const missed = signedIn('10001');
    missed.add(offer('a'));
    missed.add(offer('b', '139'));
    missed.add(offer('a', '13812345678', 5000));
    expect(missed.offers.map(({ call, atMs }) => [call, atMs])).toEqual([
      ['a', 5000],
      ['b', 1000],
    ]);
    missed.dismiss('a');
    expect(missed.offers.map(({ call }) => call)).toEqual(['b']);
  });

  it('owes nothing to whom somebody talked', () => {
    const missed = signedIn('10001');
    missed.add(offer('a'));
    missed.add(offer('b', '139'));
    missed.settle('139');
    expect(missed.offers.map(({ call }) => call)).toEqual(['a']);
  });

  it('outlives a reload, is nobody else’s, and ends at sign-out', async () => {
    signedIn('10001').add(offer('a'));
    expect(signedIn('10002').offers).toHaveLength(0);
    expect(signedIn('10001').offers).toHaveLength(1);
    useSession().forget('left');
    await nextTick();
    expect(useMissedOffers().offers).toHaveLength(0);
    expect(signedIn('10001').offers).toHaveLength(0);
  });
});
