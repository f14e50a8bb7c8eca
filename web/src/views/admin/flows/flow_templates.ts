import type { Flow } from '@/api/config_types';
import { layOut } from './flow_layout';
import { add, change, connect, newNode } from './flow_graph';

export const templates = ['blank', 'welcome', 'menu'] as const;
export type Template = (typeof templates)[number];

/** What a new flow begins with. The texts come from the language that is shown. */
export function flowFrom(
  template: Template,
  code: string,
  name: string,
  texts: { welcome: string; menu: string; sorry: string },
): Flow {
  let flow: Flow = { code, name, start: '', node: [] };
  const put = (kind: Parameters<typeof newNode>[1]): string => {
    const node = newNode(flow, kind, 0, 0);
    flow = add(flow, node);
    return node.id;
  };
  const lead = (from: string, on: string, to: string): void => {
    flow = connect(flow, { from, on }, to);
  };
  if (template === 'welcome') {
    const play = put('play');
    flow = change(flow, play, { prompt: `say:${texts.welcome}` });
    lead(play, 'next', put('go'));
  } else if (template === 'menu') {
    const menu = put('menu');
    flow = change(flow, menu, { prompt: `say:${texts.menu}` });
    lead(menu, '1', put('go'));
    lead(menu, '2', put('go'));
    const sorry = put('play');
    flow = change(flow, sorry, { prompt: `say:${texts.sorry}` });
    lead(menu, 'timeout', sorry);
    lead(menu, 'invalid', sorry);
    lead(sorry, 'next', put('hangup'));
  }
  return layOut(flow);
}
