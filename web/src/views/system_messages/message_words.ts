import { AlarmClock, ClipboardList, FileDown, HeartPulse, Megaphone, Waves } from 'lucide-vue-next';
import { useI18n } from 'vue-i18n';
import type { RouteLocationRaw } from 'vue-router';
import type { SystemMessage } from '@/api/tasks';
import { momentText } from '../records/record_texts';

export const messageIcons = {
  reminder: AlarmClock,
  announcement: Megaphone,
  alert: HeartPulse,
  export: FileDown,
  pool: Waves,
  work_order: ClipboardList,
};
const pages = {
  reminder: 'tasks',
  announcement: 'announcements',
  alert: 'dashboard',
  export: 'data_jobs',
  pool: 'customer_pools',
  work_order: 'work_orders',
};
/** What somebody asks for is answered on another page than where one's own files are. */
const pageOf = (message: SystemMessage): string =>
  message.text.startsWith('asked ') && message.kind === 'export' ? 'export_approvals' : pages[message.kind];

/** What one may lose still is on its own page. */
export const linkOf = (message: SystemMessage): RouteLocationRaw =>
  message.kind === 'pool' && !message.text.startsWith('returned ')
    ? { name: 'customer', params: { id: message.about } }
    : { name: pageOf(message) };

/** The sentence of a system message, in the language of the page. */
export function useMessageWords(): (message: SystemMessage) => string {
  const { t, te } = useI18n();

  /** What a pool will take back at a time ("soon 1750000000000 NAME": unless it is followed up, "ends …": however often it
   * is), or took back for a reason ("returned idle NAME"). */
  function poolText(text: string): string {
    const [what = '', detail = '', ...words] = text.split(' ');
    const name = words.join(' ');
    return what === 'returned'
      ? t(`pools.message.returned.${detail}`, { name })
      : t(`pools.message.${what}`, { name, at: momentText(Number(detail)) });
  }
  /** What was done with an order, by whom ("send 202611-00042 张三"). */
  function orderText(text: string): string {
    const [act = '', number = '', ...who] = text.split(' ');
    return t(`work_orders.message.${act}`, { number, who: who.join(' ') });
  }
  /** An alert is a word of the watchdog's, and whom it is about; of an export it is what became of it, and its file. */
  return (message) => {
    if (message.kind === 'pool') return poolText(message.text);
    if (message.kind === 'work_order') return orderText(message.text);
    if (message.kind !== 'alert' && message.kind !== 'export') return message.text;
    const [fault = '', ...who] = message.text.split(' ');
    if (message.kind === 'export') return t(`approvals.message.${fault}`, { file: who.join(' ') });
    const said = te(`dashboard.fault.${fault}`) ? t(`dashboard.fault.${fault}`) : fault;
    return who.length ? t('dashboard.healed_about', { said, who: who.join(' ') }) : said;
  };
}
