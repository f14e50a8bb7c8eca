import { describe, expect, it } from 'vitest';
import { deviceOf } from './device_state';

describe('what the telephone of an extension does (R045)', () => {
  const at = { extension: '8001', device_online: true } as const;

  it('is one of six words, whatever the agent chose', () => {
    expect(deviceOf({ ...at, activity: 'idle' }, false)).toBe('idle');
    expect(deviceOf({ ...at, activity: 'offered' }, false)).toBe('ringing');
    expect(deviceOf({ ...at, activity: 'dialling' }, false)).toBe('busy');
    expect(deviceOf({ ...at, activity: 'talking' }, false)).toBe('busy');
    expect(deviceOf({ ...at, activity: 'holding' }, false)).toBe('held');
    expect(deviceOf({ ...at, device_online: false, activity: 'idle' }, false)).toBe('offline');
  });

  it('is not known while nothing is heard from the server', () => {
    expect(deviceOf({ ...at, activity: 'talking' }, true)).toBe('unknown');
  });

  it('is in use by a call that goes by mobile or waits for a lost browser', () => {
    expect(deviceOf({ ...at, device_online: false, activity: 'talking' }, false)).toBe('busy');
  });

  it('is nothing where there is no extension', () => {
    expect(deviceOf({ extension: '', device_online: false, activity: 'idle' }, false)).toBeNull();
  });
});
