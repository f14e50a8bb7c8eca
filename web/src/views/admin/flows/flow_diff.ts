import type { Flow, FlowNode } from '@/api/config_types';
import { outputsOf, targetOf } from './flow_graph';

const facts = ['name', 'prompt', 'variable', 'value', 'max_digits', 'timeout_s', 'tries'] as const;
export type NodeFact = (typeof facts)[number];

export type FlowChange =
  | { what: 'added' | 'removed'; node: FlowNode }
  | { what: 'changed'; node: FlowNode; fact: NodeFact; before: string; after: string }
  | { what: 'moved'; node: FlowNode; on: string; before: string; after: string }
  | { what: 'start'; before: string; after: string }
  | { what: 'named'; before: string; after: string };

/** What calls will notice when `after` takes the place of `before`. Where nodes stand on the canvas is not news. */
export function changesOf(before: Flow | null, after: Flow): FlowChange[] {
  const old = new Map((before?.node ?? []).map((node) => [node.id, node]));
  const changes: FlowChange[] = [];
  if (before && before.name !== after.name) {
    changes.push({ what: 'named', before: before.name, after: after.name });
  }
  if (before && before.start !== after.start) {
    changes.push({ what: 'start', before: before.start, after: after.start });
  }
  for (const node of after.node) {
    const was = old.get(node.id);
    old.delete(node.id);
    if (!was || was.kind !== node.kind) {
      changes.push({ what: 'added', node });
      continue;
    }
    for (const fact of facts) {
      if (was[fact] !== node[fact]) {
        changes.push({ what: 'changed', node, fact, before: String(was[fact]), after: String(node[fact]) });
      }
    }
    for (const on of new Set([...outputsOf(was), ...outputsOf(node)])) {
      const from = before ? targetOf(before, { from: was.id, on }) : '';
      const to = targetOf(after, { from: node.id, on });
      if (from !== to) {
        changes.push({ what: 'moved', node, on, before: from, after: to });
      }
    }
  }
  old.forEach((node) => changes.push({ what: 'removed', node }));
  return changes;
}
