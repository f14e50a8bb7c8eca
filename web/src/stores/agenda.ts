import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import {
  completeTask,
  fetchAnnouncements,
  fetchSystemMessages,
  fetchTasks,
  markMessagesRead,
  type Task,
} from '@/api/tasks';
import { keptList } from './kept_list';
import { useLive } from './live';
import { useToasts } from './toasts';

/** What one has to think of: plans and memos, announcements, system messages. The server says when something is new. */
export const useAgenda = defineStore('agenda', () => {
  const live = useLive();
  const toasts = useToasts();
  const tasks = keptList(async () => (await fetchTasks({ state: 'open', sort: 'due_at_ms', size: 50 })).items);
  const announced = keptList(fetchAnnouncements);
  const told = keptList(fetchSystemMessages);
  const open = computed(() => tasks.items);
  const announcements = computed(() => announced.items);
  const messages = computed(() => told.items);
  /** Reminders that were seen here; they stay open until they are done. */
  const seen = ref(new Set<string>());
  const due = computed(() => open.value.filter((task) => task.reminded_at_ms && !seen.value.has(task.id)));
  const unread = computed(() => messages.value.filter(({ read }) => !read).length);

  const [loadTasks, loadAnnouncements, loadMessages] = [tasks.load, announced.load, told.load];
  const load = (): Promise<unknown> => Promise.all([loadTasks(), loadAnnouncements(), loadMessages()]);

  live.onNotice(({ about }) => {
    if (about === 'task') {
      void loadTasks();
    } else if (about === 'announcement') {
      void loadAnnouncements();
    }
    if (['task', 'announcement', 'alert', 'approval', 'work_order'].includes(about)) {
      void loadMessages();
    }
  });
  // Whatever was told while the connection was lost.
  watch(
    () => live.status,
    (now, before) => {
      if (now === 'live' && before !== 'live') {
        void load();
      }
    },
    { immediate: true },
  );

  const later = (task: Task): void => {
    seen.value = new Set([...seen.value, task.id]);
  };
  async function complete(task: Task, done = true): Promise<void> {
    await completeTask(task.id, done).catch((problem: unknown) => toasts.fail(problem));
    await loadTasks();
  }
  async function readAll(): Promise<void> {
    await markMessagesRead().catch((problem: unknown) => toasts.fail(problem));
    await loadMessages();
  }
  return {
    tasks,
    announced,
    told,
    open,
    due,
    announcements,
    messages,
    unread,
    load,
    loadTasks,
    loadAnnouncements,
    later,
    complete,
    readAll,
  };
});
