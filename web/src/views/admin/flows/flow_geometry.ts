import type { Flow, FlowNode } from '@/api/config_types';
import { incoming, nodeOf, outputsOf, type Port } from './flow_graph';

// Where things stand on the canvas, in canvas pixels. The nodes' CSS keeps to these figures.

export const nodeWidth = 176;
export const headHeight = 58;
export const rowHeight = 28;
export const incomingWidth = 116;
const incomingGap = 72;
/** What the arrow keys move by; nodes that are dragged come to rest on it. */
export const gridStep = 8;

export interface Point {
  x: number;
  y: number;
}

export const heightOf = (node: FlowNode): number => headHeight + outputsOf(node).length * rowHeight;

/** The call itself stands to the left of the node it comes to first. */
export function incomingAt(flow: Flow): Point {
  const start = nodeOf(flow, flow.start);
  if (start) {
    return { x: start.x - incomingWidth - incomingGap, y: start.y };
  }
  const left = Math.min(...flow.node.map(({ x }) => x), incomingWidth + incomingGap + 40);
  const top = Math.min(...flow.node.map(({ y }) => y), 40);
  return { x: left - incomingWidth - incomingGap, y: top };
}

export function portAt(flow: Flow, port: Port): Point {
  if (port.from === incoming) {
    const { x, y } = incomingAt(flow);
    return { x: x + incomingWidth, y: y + headHeight / 2 };
  }
  const node = nodeOf(flow, port.from);
  if (!node) {
    return { x: 0, y: 0 };
  }
  const row = outputsOf(node).indexOf(port.on);
  return { x: node.x + nodeWidth, y: node.y + headHeight + (row + 0.5) * rowHeight };
}

/** Where lines enter a node. */
export const entryAt = (node: FlowNode): Point => ({ x: node.x, y: node.y + headHeight / 2 });

/** A line from left to right; one that goes back swings out below. */
export function curve(from: Point, to: Point): string {
  const reach = to.x >= from.x + 24 ? Math.min(90, Math.max(28, (to.x - from.x) / 2)) : 90;
  return `M ${from.x} ${from.y} C ${from.x + reach} ${from.y}, ${to.x - reach} ${to.y}, ${to.x} ${to.y}`;
}

export interface Box extends Point {
  width: number;
  height: number;
}

/** What all nodes together take up. */
export function boundsOf(flow: Flow): Box {
  const at = incomingAt(flow);
  const boxes: Box[] = [
    { ...at, width: incomingWidth, height: headHeight },
    ...flow.node.map((node) => ({ x: node.x, y: node.y, width: nodeWidth, height: heightOf(node) })),
  ];
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

export const onGrid = (value: number): number => Math.round(value / gridStep) * gridStep;

/** A place near the wanted one where no other node lies. */
export function freePlace(flow: Flow, wanted: Point): Point {
  const place = { x: onGrid(wanted.x), y: onGrid(wanted.y) };
  while (flow.node.some((node) => Math.abs(node.x - place.x) < 24 && Math.abs(node.y - place.y) < 24)) {
    place.x += 32;
    place.y += 32;
  }
  return place;
}
