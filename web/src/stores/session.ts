import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { ApiError } from '@/api/errors';
import { fetchMe, signOut as closeSession, type Me } from '@/api/sessions';
import { setCompanyZone } from '@/realtime/company_time';
import { rightsOf, seesOnlyOwn } from './rights';

/** Why the sign-in page is shown: it says so in one sentence. */
export type SignedOutReason = 'none' | 'ended' | 'left';

/** Who sits here. The session itself is an HttpOnly cookie that no script can read. */
export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null);
  const reason = ref<SignedOutReason>('none');
  const role = computed(() => me.value?.role ?? 'agent');
  const isSignedIn = computed(() => me.value !== null);
  /** Something must be done before anything else is allowed: a password of one's own, the second factor. */
  const owes = computed(() => Boolean(me.value?.must_change_password || me.value?.must_set_two_factor));
  const rights = computed(() => rightsOf(me.value));
  const onlyOwn = computed(() => seesOnlyOwn(me.value));
  /** Whether something is offered; the server checks again. No right asked for = everybody signed in. */
  const may = (right?: string): boolean => !right || rights.value.has(right);

  /** Whether a field of the server's catalogue is seen, and may be changed (R255); no key = everybody's. */
  const sees = (field?: string): boolean => !field || !(me.value?.hidden_fields ?? []).includes(field);
  const changes = (field: string): boolean => sees(field) && !(me.value?.fixed_fields ?? []).includes(field);

  async function learnWho(): Promise<void> {
    const who = await fetchMe(true);
    setCompanyZone(who.zone);
    me.value = who;
  }

  /** Asks the server who we are; false when nobody. Throws when the server is away. */
  async function restore(): Promise<boolean> {
    try {
      await learnWho();
      return true;
    } catch (problem) {
      if (problem instanceof ApiError && problem.status === 401) {
        me.value = null;
        return false;
      }
      throw problem;
    }
  }

  /** `open` asks the server for a session, in one of the ways there are. */
  async function signIn(open: () => Promise<unknown>): Promise<void> {
    await open();
    await learnWho();
    reason.value = 'none';
  }

  async function signOut(): Promise<void> {
    try {
      await closeSession();
    } finally {
      forget('left');
    }
  }

  function forget(why: SignedOutReason): void {
    me.value = null;
    reason.value = why;
  }

  return { me, reason, role, isSignedIn, owes, onlyOwn, may, sees, changes, restore, signIn, signOut, forget };
});
