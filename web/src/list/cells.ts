import { h, type Component, type FunctionalComponent } from 'vue';
import PhoneNumber from '@/components/PhoneNumber.vue';
import { formatTime } from '@/realtime/durations';
import RowActs from './RowActs.vue';

// Cells that a list declares by saying which part of the row they show.

type Cell<Row> = FunctionalComponent<{ row: Row }, { open: (what?: string) => void; act: (what: string) => void }>;

function cell<Row>(draw: Cell<Row>): Component {
  draw.props = ['row'];
  draw.emits = ['open', 'act'];
  return draw as Component;
}

/** The first column: its link opens the drawer. */
export const timeCell = <Row>(at: (row: Row) => number | null | undefined): Component =>
  openCell<Row>((row) => formatTime(at(row)));

/** The same for a list whose rows have a name. A box to tick may float beside it: the frame takes what is left. */
export function openCell<Row>(text: (row: Row) => string): Component {
  return cell<Row>(({ row }, { emit }) =>
    h('div', { class: 'row' }, [
      h(
        'button',
        {
          type: 'button',
          class: 'btn text s13',
          style: { flex: '0 1 auto', minWidth: 0, marginLeft: '-4px' },
          title: text(row),
          tabindex: -1,
          'data-testid': 'row-open',
          onClick: (event: Event) => {
            event.stopPropagation();
            emit('open');
          },
        },
        h('span', { class: 'ellipsis' }, text(row)),
      ),
    ]),
  );
}

/** A number that may be called; calling is the act `call_back`, so that the list can do more than dial. */
export function numberCell<Row>(number: (row: Row) => string, mayCall: (row: Row) => boolean): Component {
  return cell<Row>(({ row }, { emit }) =>
    h(PhoneNumber, { number: number(row), dialable: mayCall(row), onDial: () => emit('act', 'call_back') }),
  );
}

export interface Tag {
  text: string;
  tone?: 'brand' | 'warn' | 'bad' | 'ok';
}

export function tagCell<Row>(tag: (row: Row) => Tag): Component {
  return cell<Row>(({ row }) => {
    const { text, tone } = tag(row);
    // Nothing is no tag.
    if (text === '–') return text;
    return h('span', { class: ['tag', tone], title: text }, text);
  });
}

export interface RowAct {
  id: string;
  /** i18n key. */
  title: string;
  icon?: Component;
  /** It is done in the drawer. */
  opens?: boolean;
}

export function actsCell<Row>(acts: (row: Row) => readonly RowAct[]): Component {
  return cell<Row>(({ row }, { emit }) =>
    h(RowActs, {
      acts: acts(row),
      onAct: (what: string) => emit('act', what),
      onOpen: (what: string) => emit('open', what),
    }),
  );
}
