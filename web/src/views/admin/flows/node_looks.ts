import { AudioLines, Clock, Globe, Grid3x3, Hash, PhoneForwarded, PhoneOff, Variable } from 'lucide-vue-next';
import type { Component } from 'vue';
import type { FlowNode, FlowNodeKind } from '@/api/config_types';

export const iconOf: Record<FlowNodeKind, Component> = {
  play: AudioLines,
  menu: Grid3x3,
  collect: Hash,
  set: Variable,
  hours: Clock,
  lookup: Globe,
  go: PhoneForwarded,
  hangup: PhoneOff,
};

/** The palette, in groups. */
export const paletteGroups: readonly { name: 'talk' | 'decide' | 'leave'; kinds: readonly FlowNodeKind[] }[] = [
  { name: 'talk', kinds: ['play', 'menu', 'collect'] },
  { name: 'decide', kinds: ['hours', 'set', 'lookup'] },
  { name: 'leave', kinds: ['go', 'hangup'] },
];

const promptText = (prompt: string): string => prompt.replace(/^(say|prompt|music):/, '');

/** What a node does, in one line. `words` reads a destination, `schedule` the name of a schedule. */
export function summaryOf(
  node: FlowNode,
  words: { destination: (text: string) => string; schedule: (code: string) => string },
): string {
  switch (node.kind) {
    case 'play':
    case 'menu':
    case 'collect':
      return promptText(node.prompt);
    case 'set':
      return node.variable ? `${node.variable} = ${node.value}` : '';
    case 'hours':
      return node.value && words.schedule(node.value);
    case 'lookup':
      return node.value.replace(/^https?:\/\//, '');
    case 'go':
      return node.value && words.destination(node.value);
    case 'hangup':
      return '';
  }
}
