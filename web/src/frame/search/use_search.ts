import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { RouteLocationRaw } from 'vue-router';
import { fetchCallRecords } from '@/api/call_records';
import { fetchContacts, fetchCustomers, fetchLeads } from '@/api/customers';
import { searchArgs } from '@/list/list_query';
import { formatTime } from '@/realtime/durations';
import { pages } from '@/router/records';
import { useLive } from '@/stores/live';
import { useSession } from '@/stores/session';
import { digitsOf, localHits, type Hit, type Places } from './hits';

const askAfterMs = 250;
const atMostAsked = 5;
/** Less of a name would find half the company's customers. */
const fewestLetters = 2;

interface Search {
  typed: Ref<string>;
  hits: ComputedRef<readonly Hit[]>;
  isAsking: Ref<boolean>;
  /** The server could not be asked: what is shown is not everything. */
  isPartial: Ref<boolean>;
}

/** Finds pages, people and queues as they are known here; customers, leads, contacts, and calls by number, from the server. */
export function useSearch(): Search {
  const { t } = useI18n();
  const session = useSession();
  const live = useLive();
  const typed = ref('');
  const asked = ref<readonly Hit[]>([]);
  const isAsking = ref(false);
  const isPartial = ref(false);

  const personTo = (number: string): RouteLocationRaw => {
    if (session.may('people.manage')) return { name: 'admin_users', query: { open: number, status: 'all' } };
    if (session.onlyOwn || !session.may('records.see')) return { name: 'queues' };
    return { name: 'records', query: { agent: number } };
  };
  const queueTo = (number: string): RouteLocationRaw =>
    session.may('site.configure') ? { name: 'admin_queues', query: { item: number } } : { name: 'queues' };

  const places = computed<Places>(() => ({
    pages: pages
      .filter(({ meta, path }) => meta?.title && !path.includes(':') && session.may(meta.right))
      .sort((a, b) => (a.meta?.order ?? 99) - (b.meta?.order ?? 99))
      .map(({ name, path, meta }) => ({ name: String(name), path, title: t(meta?.title ?? '') })),
    people: [...live.agents.values()].map(({ number, name, extension }) => ({
      number,
      name,
      note: extension ? t('search.person', { number, extension }) : number,
      to: personTo(number),
    })),
    queues: [...live.queues.values()].map(({ number, name }) => ({ number, name, to: queueTo(number) })),
  }));

  let running: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function callsOf(number: string, signal: AbortSignal): Promise<Hit[]> {
    const found = await fetchCallRecords({ number, page: 1, size: 10 }, signal);
    return found.items.slice(0, atMostAsked).map((call) => ({
      kind: 'call',
      key: `call:${call.id}`,
      title: call.direction === 'inbound' ? call.customer_number : call.called_number || call.customer_number,
      note: [formatTime(call.created_at_ms), t(`records.direction.${call.direction}`)].join(' · '),
      to: { name: 'records', query: { find: number, open: call.id } },
    }));
  }
  async function customersOf(text: string, signal: AbortSignal): Promise<Hit[]> {
    const found = await fetchCustomers({ ...searchArgs(text), page: 1, size: 10 }, signal);
    return found.items.slice(0, atMostAsked).map(({ id, name, number }) => ({
      kind: 'customer',
      key: `customer:${id}`,
      title: name || number,
      note: name ? number : '',
      to: { name: 'customers', query: { find: text, open: String(id) } },
    }));
  }
  /** Leads and contacts, each with what it is beside its number. */
  async function othersOf(object: 'lead' | 'contact', text: string, signal: AbortSignal): Promise<Hit[]> {
    const fetch = object === 'lead' ? fetchLeads : fetchContacts;
    const found = await fetch({ ...searchArgs(text), page: 1, size: 10 }, signal);
    return found.items.slice(0, atMostAsked).map(({ id, name, number, parent_name }) => ({
      kind: 'customer',
      key: `${object}:${id}`,
      title: name || number,
      note: [t(`objects.kind.${object}`), parent_name, number].filter(Boolean).join(' · '),
      to: { name: 'customer', params: { id } },
    }));
  }
  /** What the server is asked about this text; each answers for itself, so that one failure hides nothing else. */
  function questionsOf(text: string, signal: AbortSignal): Promise<Hit[]>[] {
    const number = digitsOf(text);
    const isName = text.length >= fewestLetters && !/^[\d\s+*#()-]+$/.test(text);
    return [
      ...(session.may('customers.see') && (number || isName) ? [customersOf(number || text, signal)] : []),
      ...(session.may('leads.see') && (number || isName) ? [othersOf('lead', number || text, signal)] : []),
      ...(session.may('contacts.see') && (number || isName) ? [othersOf('contact', number || text, signal)] : []),
      ...(session.may('records.see') && number ? [callsOf(number, signal)] : []),
    ];
  }
  async function ask(text: string): Promise<void> {
    const mine = new AbortController();
    running = mine;
    const answers = await Promise.allSettled(questionsOf(text, mine.signal));
    if (!mine.signal.aborted) {
      asked.value = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
      isPartial.value = answers.some(({ status }) => status === 'rejected');
      isAsking.value = false;
    }
  }
  watch(typed, (given) => {
    const text = given.trim();
    running?.abort();
    clearTimeout(timer);
    asked.value = [];
    isPartial.value = false;
    isAsking.value = text.length >= fewestLetters;
    if (isAsking.value) {
      timer = setTimeout(() => void ask(text), askAfterMs);
    }
  });
  onScopeDispose(() => {
    running?.abort();
    clearTimeout(timer);
  });

  return {
    typed,
    hits: computed(() => [...localHits(typed.value, places.value), ...asked.value]),
    isAsking,
    isPartial,
  };
}
