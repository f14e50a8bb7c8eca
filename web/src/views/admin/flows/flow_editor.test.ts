import { describe, expect, it } from 'vitest';
import type { Flow } from '@/api/config_types';
import { changesOf } from './flow_diff';
import { forgetDraft, keepDraft, keptDraft } from './flow_drafts';
import { curve, entryAt, freePlace, heightOf, portAt } from './flow_geometry';
import {
  add,
  connect,
  duplicate,
  incoming,
  linesOf,
  looseEnds,
  newNode,
  nodeOf,
  outputsOf,
  remove,
} from './flow_graph';
import { change, setKey, targetOf } from './flow_graph';
import { History } from './flow_history';
import { layOut, readingOrder } from './flow_layout';

const empty: Flow = { code: 'main', name: 'Main', start: '', node: [] };

/** play1 → menu1 (1 → go1, 2 open) */
function small(): Flow {
  let flow = add(empty, newNode(empty, 'play', 0, 0));
  flow = add(flow, newNode(flow, 'menu', 0, 0));
  flow = add(flow, newNode(flow, 'go', 0, 0));
  flow = connect(flow, { from: 'play1', on: 'next' }, 'menu1');
  return connect(flow, { from: 'menu1', on: '1' }, 'go1');
}
const menuOf = (flow: Flow): NonNullable<ReturnType<typeof nodeOf>> => {
  const menu = nodeOf(flow, 'menu1');
  if (!menu) throw new Error('no menu');
  return menu;
};

describe('the graph of a flow', () => {
  it('begins with the first node that is put down', () => {
    expect(small().start).toBe('play1');
    expect(small().node.map(({ id }) => id)).toEqual(['play1', 'menu1', 'go1']);
  });

  it('names what leads nowhere yet', () => {
    expect(looseEnds(small())).toEqual([
      { from: 'menu1', on: '2' },
      { from: 'menu1', on: 'timeout' },
      { from: 'menu1', on: 'invalid' },
    ]);
    expect(looseEnds(empty)).toEqual([{ from: incoming, on: 'start' }]);
  });

  it('asks no line of a holiday, which counts as closed', () => {
    const flow = add(empty, newNode(empty, 'hours', 0, 0));
    expect(looseEnds(flow).map(({ on }) => on)).toEqual(['open', 'closed']);
  });

  it('shows the keys of a menu as on a telephone, and keeps a key whose line goes', () => {
    let flow = setKey(setKey(small(), 'menu1', '0', true), 'menu1', '*', true);
    expect(outputsOf(menuOf(flow))).toEqual(['1', '2', '0', '*', 'timeout', 'invalid']);
    flow = connect(flow, { from: 'menu1', on: '1' }, '');
    expect(outputsOf(menuOf(flow))).toContain('1');
    flow = setKey(flow, 'menu1', '1', false);
    expect(outputsOf(menuOf(flow))).not.toContain('1');
  });

  it('has one line from an output, the last one that was drawn', () => {
    const flow = connect(small(), { from: 'menu1', on: '1' }, 'play1');
    expect(linesOf(flow).filter(({ from, on }) => from === 'menu1' && on === '1')).toEqual([
      { from: 'menu1', on: '1', to: 'play1' },
    ]);
  });

  it('removes a node with every line to it', () => {
    const flow = remove(small(), 'go1');
    expect(targetOf(flow, { from: 'menu1', on: '1' })).toBe('');
    expect(outputsOf(menuOf(flow))).toContain('1');
    expect(remove(flow, 'play1').start).toBe('');
  });

  it('copies settings and keys, not lines, and never an id that is taken', () => {
    const copy = duplicate(change(small(), 'menu1', { name: 'Welcome' }), 'menu1');
    expect(copy?.id).toBe('menu2');
    const node = copy && nodeOf(copy.flow, copy.id);
    expect(node?.name).toBe('Welcome');
    expect(node?.exits).toEqual([
      { on: '2', to: '' },
      { on: '1', to: '' },
    ]);
    expect(duplicate(small(), 'nobody')).toBeNull();
  });

  it('treats a line to a node that is gone as open', () => {
    const flow = connect(small(), { from: 'menu1', on: '2' }, 'ghost');
    expect(looseEnds(flow)).toContainEqual({ from: 'menu1', on: '2' });
  });
});

describe('undo', () => {
  it('goes back and forth, and forgets the future after a new edit', () => {
    const history = new History('a');
    history.push('b', '', 0);
    history.push('c', '', 1);
    history.undo();
    expect([history.value, history.canUndo, history.canRedo]).toEqual(['b', true, true]);
    history.redo();
    expect(history.value).toBe('c');
    history.undo();
    history.push('d', '', 2);
    expect(history.canRedo).toBe(false);
    history.undo();
    history.undo();
    history.undo();
    expect(history.value).toBe('a');
  });

  it('takes typing in one field back at once', () => {
    const history = new History('');
    history.push('h', 'name', 0);
    history.push('he', 'name', 300);
    history.push('hey', 'name', 2000);
    history.undo();
    expect(history.value).toBe('he');
    history.undo();
    expect(history.value).toBe('');
  });

  it('remembers a bounded number of edits', () => {
    const history = new History(0, 3);
    for (let n = 1; n <= 9; n += 1) history.push(n, '', n);
    while (history.canUndo) history.undo();
    expect(history.value).toBe(6);
  });
});

describe('the layout', () => {
  it('goes from left to right and puts nothing over anything', () => {
    let flow = small();
    for (const on of ['2', 'timeout', 'invalid']) {
      const end = newNode(flow, 'hangup', 0, 0);
      flow = connect(add(flow, end), { from: 'menu1', on }, end.id);
    }
    const laid = layOut(flow);
    const at = (id: string): number => nodeOf(laid, id)?.x ?? 0;
    expect(at('play1')).toBeLessThan(at('menu1'));
    expect(at('menu1')).toBeLessThan(at('go1'));
    for (const a of laid.node) {
      for (const b of laid.node) {
        const apart = a.x !== b.x || a.y + heightOf(a) <= b.y || b.y + heightOf(b) <= a.y;
        expect(a.id === b.id || apart).toBe(true);
      }
    }
  });

  it('ends on flows that go round in a circle', () => {
    const flow = connect(small(), { from: 'menu1', on: 'timeout' }, 'play1');
    expect(layOut(flow).node).toHaveLength(3);
    expect(readingOrder(flow)).toEqual(['play1', 'menu1', 'go1']);
  });

  it('finds a place of its own for a new node', () => {
    const flow = add(empty, newNode(empty, 'play', 80, 80));
    expect(freePlace(flow, { x: 81, y: 79 })).toEqual({ x: 112, y: 112 });
  });

  it('ends each line at its port', () => {
    const flow = layOut(small());
    const menu = menuOf(flow);
    expect(portAt(flow, { from: 'menu1', on: '2' }).y).toBe(portAt(flow, { from: 'menu1', on: '1' }).y + 28);
    expect(curve({ x: 0, y: 0 }, entryAt(menu))).toMatch(new RegExp(`${menu.x} ${menu.y + 29}$`));
  });
});

describe('what publishing changes', () => {
  it('says nothing of nodes that only moved on the canvas', () => {
    expect(changesOf(small(), layOut(small()))).toEqual([]);
  });

  it('names new and removed nodes, changed settings and lines', () => {
    let flow = change(small(), 'play1', { prompt: 'say:Hello' });
    const end = newNode(flow, 'hangup', 0, 0);
    flow = connect(add(flow, end), { from: 'menu1', on: '2' }, end.id);
    flow = { ...remove(flow, 'go1'), start: 'menu1', name: 'Other' };
    expect(changesOf(small(), flow).map(({ what }) => what)).toEqual([
      'named',
      'start',
      'changed',
      'moved',
      'moved',
      'added',
      'removed',
    ]);
    expect(changesOf(null, small()).map(({ what }) => what)).toEqual(['added', 'added', 'added']);
  });
});

describe('a draft that the network took no longer', () => {
  it('is kept for its company and flow, and forgotten when it was saved', () => {
    expect(keptDraft('demo', 'main')).toBeNull();
    expect(keepDraft('demo', small())).toBe(true);
    expect(keptDraft('demo', 'main')).toEqual(small());
    expect(keptDraft('other', 'main')).toBeNull();
    forgetDraft('demo', 'main');
    expect(keptDraft('demo', 'main')).toBeNull();
    localStorage.setItem('yinghe.flow.demo.main', '{"broken');
    expect(keptDraft('demo', 'main')).toBeNull();
  });
});
