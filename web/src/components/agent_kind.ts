import {
  BellRing,
  CircleCheck,
  CircleHelp,
  CircleMinus,
  Coffee,
  Ear,
  MessagesSquare,
  Pause,
  PencilLine,
  Phone,
  PhoneOutgoing,
  Power,
  RotateCw,
  Users,
} from 'lucide-vue-next';
import type { Component } from 'vue';
import type { LiveAgent } from '@/realtime/messages';

/** What an agent does, in one word: state chip, wall, legends and the bar all say it the same way. */
export type AgentKind =
  | 'idle'
  | 'ringing'
  | 'dialling'
  | 'talking'
  | 'held'
  | 'consulting'
  | 'conference'
  | 'supervising'
  | 'wrap_up'
  | 'busy'
  | 'rest'
  | 'offline'
  | 'resuming'
  | 'unknown';

export interface KindLook {
  icon: Component;
  /** Class of the colour roles: several kinds on the telephone share one hue, icon and word differ. */
  tone: 'idle' | 'ring' | 'talk' | 'hold' | 'wrap' | 'busy' | 'rest' | 'off';
  form: 'filled' | 'outline' | 'dashed';
}

export const kindLooks: Record<AgentKind, KindLook> = {
  idle: { icon: CircleCheck, tone: 'idle', form: 'filled' },
  ringing: { icon: BellRing, tone: 'ring', form: 'filled' },
  dialling: { icon: PhoneOutgoing, tone: 'talk', form: 'filled' },
  talking: { icon: Phone, tone: 'talk', form: 'filled' },
  held: { icon: Pause, tone: 'hold', form: 'filled' },
  consulting: { icon: MessagesSquare, tone: 'talk', form: 'filled' },
  conference: { icon: Users, tone: 'talk', form: 'filled' },
  supervising: { icon: Ear, tone: 'talk', form: 'filled' },
  wrap_up: { icon: PencilLine, tone: 'wrap', form: 'filled' },
  busy: { icon: CircleMinus, tone: 'busy', form: 'outline' },
  rest: { icon: Coffee, tone: 'rest', form: 'outline' },
  offline: { icon: Power, tone: 'off', form: 'dashed' },
  resuming: { icon: RotateCw, tone: 'ring', form: 'filled' },
  unknown: { icon: CircleHelp, tone: 'off', form: 'dashed' },
};

/** What the telephone does comes before what the agent chose. */
export function kindOf(agent: Pick<LiveAgent, 'state' | 'activity'>): AgentKind {
  switch (agent.activity) {
    case 'offered':
      return 'ringing';
    case 'dialling':
      return 'dialling';
    case 'talking':
      return 'talking';
    case 'holding':
      return 'held';
    case 'idle':
      return agent.state === 'ready' ? 'idle' : agent.state;
  }
}
