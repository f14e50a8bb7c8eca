import type { Flow } from '@/api/config_types';
import { heightOf, incomingWidth, nodeWidth } from './flow_geometry';
import { nodeOf, outputsOf, targetOf } from './flow_graph';

const columnGap = 80;
const rowGap = 24;
const left = 40 + incomingWidth + 72;
const top = 40;

/** How far each node is from the start, along the longest way that does not go round in a circle. */
function columnsOf(flow: Flow): Map<string, number> {
  const columns = new Map<string, number>();
  const way = new Set<string>();
  const visit = (id: string, column: number): void => {
    const node = nodeOf(flow, id);
    if (!node || way.has(id) || (columns.get(id) ?? -1) >= column) {
      return;
    }
    columns.set(id, column);
    way.add(id);
    outputsOf(node).forEach((on) => visit(targetOf(flow, { from: id, on }), column + 1));
    way.delete(id);
  };
  visit(flow.start, 0);
  // What nothing leads to yet is laid out the same way, below.
  flow.node.forEach(({ id }) => columns.has(id) || visit(id, 0));
  return columns;
}

/** The nodes in the order in which a caller meets them: also the reading order of the list and of the Tab key. */
export function readingOrder(flow: Flow): string[] {
  const seen = new Set<string>();
  const visit = (id: string): void => {
    const node = nodeOf(flow, id);
    if (node && !seen.has(id)) {
      seen.add(id);
      outputsOf(node).forEach((on) => visit(targetOf(flow, { from: id, on })));
    }
  };
  visit(flow.start);
  flow.node.forEach(({ id }) => visit(id));
  return [...seen];
}

/** Columns from left to right, each node at the height of what leads to it where there is room. */
export function layOut(flow: Flow): Flow {
  const columns = columnsOf(flow);
  const order = readingOrder(flow);
  const places = new Map<string, { x: number; y: number }>();
  const last = Math.max(0, ...columns.values());
  for (let column = 0; column <= last; column += 1) {
    let y = top;
    for (const id of order.filter((each) => columns.get(each) === column)) {
      const node = nodeOf(flow, id);
      if (node) {
        const wanted = heightOfLeader(flow, id, places);
        y = Math.max(y, wanted);
        places.set(id, { x: left + column * (nodeWidth + columnGap), y });
        y += heightOf(node) + rowGap;
      }
    }
  }
  return { ...flow, node: flow.node.map((node) => ({ ...node, ...places.get(node.id) })) };
}

function heightOfLeader(flow: Flow, id: string, places: Map<string, { x: number; y: number }>): number {
  const leaders = flow.node.filter((node) =>
    outputsOf(node).some((on) => targetOf(flow, { from: node.id, on }) === id),
  );
  const heights = leaders.flatMap((node) => places.get(node.id)?.y ?? []);
  return heights.length ? Math.min(...heights) : top;
}
