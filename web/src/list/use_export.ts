import { ref, type Ref } from 'vue';
import { useRouter } from 'vue-router';
import type { Query } from '@/api/client';
import { asApiError } from '@/api/errors';
import { exportList, jobFile, type DataJob, type FileFormat } from '@/api/jobs';
import { translate } from '@/i18n';
import { useExportReason } from '@/stores/export_reason';
import { useSession } from '@/stores/session';
import { useToasts } from '@/stores/toasts';
import type { ListColumn } from './list_spec';

// Columns that stand in most lists, by the names the server has for them.
const usual: Readonly<Record<string, string>> = {
  queue: 'queue,queue_name',
  agent: 'agent,agent_name',
  customer: 'customer_number',
  called: 'called_number',
};

/** The columns on the screen in the server's words; what a row can do is nothing for a file. */
export function fileColumns(columns: readonly ListColumn<never>[], own: Readonly<Record<string, string>> = {}): string {
  return columns
    .filter((column) => column.fixed !== 'end')
    .map((column) => own[column.key] ?? usual[column.key] ?? column.sort ?? column.key)
    .filter((name) => name !== '')
    .join(',');
}

interface Exports {
  isBusy: Ref<boolean>;
  /** Runs a job: its file is fetched when it is done at once, else its page will have it. */
  run: (job: (reason: string) => Promise<DataJob>) => Promise<void>;
  take: (list: string, format: FileFormat, query: Query) => Promise<void>;
}

export function useExport(): Exports {
  const toasts = useToasts();
  const reasons = useExportReason();
  const session = useSession();
  const router = useRouter();
  const isBusy = ref(false);

  // Whoever's exports need an approval says what for; the server knows better when that was changed a moment ago.
  async function start(ask: (reason: string) => Promise<DataJob>): Promise<DataJob | null> {
    const reason = session.me?.exports_need_approval ? await reasons.ask() : '';
    if (!reason && session.me?.exports_need_approval) {
      return null;
    }
    try {
      return await ask(reason);
    } catch (problem) {
      if (asApiError(problem).code !== 'export.reason_needed') {
        throw problem;
      }
      const said = await reasons.ask();
      return said ? await ask(said) : null;
    }
  }

  async function run(ask: (reason: string) => Promise<DataJob>): Promise<void> {
    isBusy.value = true;
    try {
      const job = await start(ask);
      if (!job) return;
      if (job.state === 'done') {
        fetchFile(jobFile(job.id));
      } else if (job.state === 'failed') {
        toasts.show('bad', translate('data_jobs.failed'));
      } else {
        toasts.show('info', translate(job.state === 'asked' ? 'approvals.asked' : 'data_jobs.goes_on'));
        void router.push({ name: 'data_jobs' });
      }
    } catch (problem) {
      toasts.fail(problem);
    } finally {
      isBusy.value = false;
    }
  }
  return { isBusy, run, take: (list, format, query) => run((reason) => exportList(list, format, query, reason)) };
}

/** Saves without leaving the page. */
export function fetchFile(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}
