import type { LiveAgent } from '@/realtime/messages';

/** What an extension's telephone does (R045), whatever its agent's state is. */
export type DeviceState = 'idle' | 'busy' | 'held' | 'ringing' | 'offline' | 'unknown';

/** Null: there is no extension. A picture that is no longer fresh says nothing about a telephone. */
export function deviceOf(
  agent: Pick<LiveAgent, 'extension' | 'device_online' | 'activity'>,
  stale: boolean,
): DeviceState | null {
  if (!agent.extension) {
    return null;
  }
  if (stale) {
    return 'unknown';
  }
  switch (agent.activity) {
    case 'offered':
      return 'ringing';
    case 'holding':
      return 'held';
    case 'dialling':
    case 'talking':
      return 'busy';
    case 'idle':
      return agent.device_online ? 'idle' : 'offline';
  }
}
