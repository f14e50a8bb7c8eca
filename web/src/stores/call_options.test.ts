import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { useCallOptions } from './call_options';
import { useSession } from './session';

function signedIn(number: string): ReturnType<typeof useCallOptions> {
  setActivePinia(createPinia());
  useSession().me = { number, tenant: 'demo' } as never;
  return useCallOptions();
}

describe('how somebody wants to be called at this browser (R044)', () => {
  beforeEach(() => localStorage.clear());

  it('is nothing by itself until it is chosen', () => {
    expect({ ...signedIn('10001').$state }).toEqual({ autoState: 'off', autoAnswer: false });
  });

  it('is kept for whoever chose it, and for nobody else at the same browser', async () => {
    const mine = signedIn('10001');
    mine.autoAnswer = true;
    mine.autoState = 'idle';
    await nextTick();
    expect({ ...signedIn('10002').$state }).toEqual({ autoState: 'off', autoAnswer: false });
    expect({ ...signedIn('10001').$state }).toEqual({ autoState: 'idle', autoAnswer: true });
  });

  it('changes with who signs in', async () => {
    const options = signedIn('10001');
    options.autoAnswer = true;
    await nextTick();
    useSession().me = { number: '10002', tenant: 'demo' } as never;
    expect(options.autoAnswer).toBe(false);
    useSession().me = { number: '10001', tenant: 'demo' } as never;
    expect(options.autoAnswer).toBe(true);
  });

  it('takes nothing from what is written wrongly', () => {
    localStorage.setItem('yinghe.call_options.demo.10001', '{"autoState":"always","autoAnswer":"yes"}');
    expect({ ...signedIn('10001').$state }).toEqual({ autoState: 'off', autoAnswer: false });
    localStorage.setItem('yinghe.call_options.demo.10001', '{');
    expect({ ...signedIn('10001').$state }).toEqual({ autoState: 'off', autoAnswer: false });
  });
});
