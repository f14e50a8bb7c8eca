import type { Flow, FlowNode, FlowNodeKind } from '@/api/config_types';

// A flow as a graph: every edit takes a flow and gives a new one, so that undo is a list of flows.

/** The order of the palette. */
export const nodeKinds: readonly FlowNodeKind[] = ['play', 'menu', 'collect', 'hours', 'set', 'lookup', 'go', 'hangup'];

/** What stands in `start`'s place where a port is meant: the call that comes in. */
export const incoming = '';

/** One end of a line: the output `on` of the node `from` (`incoming`: the call itself). */
export interface Port {
  from: string;
  on: string;
}

export const menuKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#'] as const;
const isKey = (on: string): boolean => (menuKeys as readonly string[]).includes(on);

const fixedOutputs: Record<FlowNodeKind, readonly string[]> = {
  play: ['next'],
  menu: ['timeout', 'invalid'],
  collect: ['next', 'timeout'],
  set: ['next'],
  hours: ['open', 'closed', 'holiday'],
  lookup: ['found', 'missing', 'failed'],
  go: [],
  hangup: [],
};

/** Its outputs, top to bottom: a menu's keys as on a telephone, then what every node of its kind has. */
export function outputsOf(node: FlowNode): string[] {
  const keys = node.kind === 'menu' ? menuKeys.filter((key) => node.exits.some(({ on }) => on === key)) : [];
  return [...keys, ...fixedOutputs[node.kind]];
}

export const nodeOf = (flow: Flow, id: string): FlowNode | undefined => flow.node.find((node) => node.id === id);

/** The node that a port leads to; '' = nowhere yet. */
export function targetOf(flow: Flow, port: Port): string {
  const to = port.from === incoming ? flow.start : nodeOf(flow, port.from)?.exits.find(({ on }) => on === port.on)?.to;
  return to && nodeOf(flow, to) ? to : '';
}

export interface Line extends Port {
  to: string;
}

export function linesOf(flow: Flow): Line[] {
  return portsOf(flow)
    .map((port) => ({ ...port, to: targetOf(flow, port) }))
    .filter((line) => line.to !== '');
}

export function portsOf(flow: Flow): Port[] {
  return [
    { from: incoming, on: 'start' },
    ...flow.node.flatMap((node) => outputsOf(node).map((on) => ({ from: node.id, on }))),
  ];
}

/** Without its own line a holiday is treated as closed, so that output may stay open. */
export const mayStayOpen = (port: Port): boolean => port.on === 'holiday';

export const looseEnds = (flow: Flow): Port[] =>
  portsOf(flow).filter((port) => !mayStayOpen(port) && targetOf(flow, port) === '');

const withNode = (flow: Flow, id: string, change: (node: FlowNode) => FlowNode): Flow => ({
  ...flow,
  node: flow.node.map((node) => (node.id === id ? change(node) : node)),
});

/** Leads a port to a node; '' takes the line away. A menu's key stays when its line goes. */
export function connect(flow: Flow, port: Port, to: string): Flow {
  if (port.from === incoming) {
    return { ...flow, start: to };
  }
  return withNode(flow, port.from, (node) => {
    const others = node.exits.filter(({ on }) => on !== port.on);
    return { ...node, exits: to || isKey(port.on) ? [...others, { on: port.on, to }] : others };
  });
}

export const change = (flow: Flow, id: string, facts: Partial<FlowNode>): Flow =>
  withNode(flow, id, (node) => ({ ...node, ...facts }));

export function setKey(flow: Flow, id: string, key: string, used: boolean): Flow {
  return withNode(flow, id, (node) => {
    const has = node.exits.some(({ on }) => on === key);
    if (has === used) {
      return node;
    }
    return { ...node, exits: used ? [...node.exits, { on: key, to: '' }] : node.exits.filter(({ on }) => on !== key) };
  });
}

function freeId(flow: Flow, kind: FlowNodeKind): string {
  for (let number = 1; ; number += 1) {
    if (!nodeOf(flow, `${kind}${number}`)) {
      return `${kind}${number}`;
    }
  }
}

export function newNode(flow: Flow, kind: FlowNodeKind, x: number, y: number): FlowNode {
  return {
    id: freeId(flow, kind),
    kind,
    name: '',
    prompt: '',
    variable: '',
    value: '',
    max_digits: kind === 'collect' ? 11 : 1,
    timeout_s: 5,
    tries: 3,
    exits: kind === 'menu' ? ['1', '2'].map((on) => ({ on, to: '' })) : [],
    x: Math.round(x),
    y: Math.round(y),
  };
}

/** The first node of a flow is where it starts. */
export const add = (flow: Flow, node: FlowNode): Flow => ({
  ...flow,
  start: flow.start || node.id,
  node: [...flow.node, node],
});

/** A copy beside it, with the same settings and no lines. */
export function duplicate(flow: Flow, id: string): { flow: Flow; id: string } | null {
  const node = nodeOf(flow, id);
  if (!node) {
    return null;
  }
  const copy: FlowNode = {
    ...node,
    id: freeId(flow, node.kind),
    x: node.x + 32,
    y: node.y + 32,
    exits: node.exits.filter(({ on }) => isKey(on)).map(({ on }) => ({ on, to: '' })),
  };
  return { flow: add(flow, copy), id: copy.id };
}

/** Removes a node and every line that led to it. */
export function remove(flow: Flow, id: string): Flow {
  return {
    ...flow,
    start: flow.start === id ? '' : flow.start,
    node: flow.node
      .filter((node) => node.id !== id)
      .map((node) => ({
        ...node,
        exits: node.exits.flatMap((exit) => (exit.to !== id ? exit : isKey(exit.on) ? { on: exit.on, to: '' } : [])),
      })),
  };
}

export const move = (flow: Flow, id: string, x: number, y: number): Flow =>
  change(flow, id, { x: Math.round(x), y: Math.round(y) });
