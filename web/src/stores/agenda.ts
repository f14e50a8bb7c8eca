import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  completeTask,
  fetchAnnouncements,
  fetchSystemMessages,
  fetchTasks,
  markMessagesRead,
  type Announcement,
  type SystemMessage,
  type Task,
} from '@/api/tasks';
import { useLive } from './live';
import { useToasts } from './toasts';

/** What one has to think of: plans and memos, announcements, system messages. The server says when something is new. */
export const useAgenda = defineStore('agenda', () => {
  const live = useLive();
  const toasts = useToasts();
  const open = shallowRef<Task[]>([]);
  const announcements = shallowRef<Announcement[]>([]);
  const messages = shallowRef<SystemMessage[]>([]);
  /** Reminders that were seen here; they stay open until they are done. */
  const seen = ref(new Set<string>());
  const due = computed(() => open.value.filter((task) => task.reminded_at_ms && !seen.value.has(task.id)));
  const unread = computed(() => messages.value.filter(({ read }) => !read).length);

  // A block that cannot be read keeps what it showed: the bar and the call matter more.
  async function loadTasks(): Promise<void> {
    const found = await fetchTasks({ state: 'open', sort: 'due_at_ms', size: 50 }).catch(() => null);
    open.value = found?.items ?? open.value;
  }
  async function loadAnnouncements(): Promise<void> {
    announcements.value = await fetchAnnouncements().catch(() => announcements.value);
  }
  async function loadMessages(): Promise<void> {
    messages.value = await fetchSystemMessages().catch(() => messages.value);
  }
  const load = (): Promise<unknown> => Promise.all([loadTasks(), loadAnnouncements(), loadMessages()]);

  live.onNotice(({ about }) => {
    if (about === 'task') {
      void loadTasks();
    } else if (about === 'announcement') {
      void loadAnnouncements();
    }
    if (about === 'task' || about === 'announcement' || about === 'alert') {
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
  return { open, due, announcements, messages, unread, load, loadTasks, loadAnnouncements, later, complete, readAll };
});
