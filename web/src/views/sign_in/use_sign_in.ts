import { reactive, ref, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { asApiError } from '@/api/errors';
import { signIn, signInBySms } from '@/api/sessions';
import { useSession } from '@/stores/session';
import { forgetAccount, readAccount, rememberAccount } from './remembered';
import { signInSentence, type SignInSentence } from './sentences';

export type Way = 'password' | 'sms';
export interface SignInForm {
  tenant: string;
  account: string;
  password: string;
  mobile: string;
  sms_code: string;
  /** Of the authenticator app, or a recovery code. */
  code: string;
}
export type SignInFieldName = keyof SignInForm;

/** What must be filled in, in the order in which it is asked for. */
export const fieldsOf = (way: Way, asksCode: boolean): readonly SignInFieldName[] =>
  asksCode ? ['code'] : way === 'sms' ? ['tenant', 'mobile', 'sms_code'] : ['tenant', 'account', 'password'];

export interface SignInState {
  form: SignInForm;
  way: Ref<Way>;
  /** What was typed before was right; there is a second factor, too. */
  asksCode: Ref<boolean>;
  remembers: Ref<boolean>;
  isBusy: Ref<boolean>;
  problem: Ref<SignInSentence | null>;
  missing: Ref<SignInFieldName | ''>;
  choose: (to: Way) => void;
  back: () => void;
  /** The field to go to; nothing when the person is in. */
  submit: () => Promise<SignInFieldName | null>;
}

/** Signing in: two ways to begin, and a second factor where there is one; what was typed is kept. */
export function useSignIn(): SignInState {
  const route = useRoute();
  const router = useRouter();
  const session = useSession();
  const remembered = readAccount();
  const form = reactive<SignInForm>({
    tenant: remembered?.tenant ?? '',
    account: remembered?.account ?? '',
    password: '',
    mobile: '',
    sms_code: '',
    code: '',
  });
  const way = ref<Way>('password');
  const asksCode = ref(false);
  const remembers = ref(remembered !== null);
  const isBusy = ref(false);
  const problem = ref<SignInSentence | null>(session.reason === 'ended' ? { key: 'sign_in.error.ended' } : null);
  const missing = ref<SignInFieldName | ''>('');

  function choose(to: Way): void {
    way.value = to;
    problem.value = null;
    missing.value = '';
  }
  function back(): void {
    asksCode.value = false;
    form.code = '';
    problem.value = null;
  }

  function open(): Promise<unknown> {
    const tenant = form.tenant.trim();
    const code = asksCode.value ? form.code.trim() : null;
    return way.value === 'sms'
      ? signInBySms({ tenant, mobile: form.mobile.trim(), sms_code: form.sms_code.trim(), code })
      : signIn({ tenant, account: form.account.trim(), password: form.password, code });
  }

  function remember(): void {
    const account = form.account.trim();
    if (!remembers.value) forgetAccount();
    else if (way.value === 'password') rememberAccount({ tenant: form.tenant.trim(), account });
    else rememberAccount({ tenant: form.tenant.trim(), account: remembered?.account ?? '' });
  }

  /** Where to go on after a refusal. */
  function judge(failure: unknown): SignInFieldName {
    const error = asApiError(failure);
    if (error.code === 'session.code_needed') {
      asksCode.value = true;
      return 'code';
    }
    problem.value = signInSentence(error);
    // The code by SMS has had its time while the app was looked for: it is asked for anew.
    if (error.code === 'session.wrong_sms_code' || error.code === 'session.wrong_credentials') asksCode.value = false;
    return fieldsOf(way.value, asksCode.value).at(-1) ?? 'tenant';
  }

  async function submit(): Promise<SignInFieldName | null> {
    const empty = fieldsOf(way.value, asksCode.value).find((name) => !form[name].trim());
    missing.value = empty ?? '';
    if (empty || isBusy.value) {
      return empty ?? null;
    }
    isBusy.value = true;
    problem.value = null;
    try {
      await session.signIn(open);
      remember();
      const next = String(route.query.next ?? '');
      await router.replace(next.startsWith('/') && !next.startsWith('//') ? next : '/desk');
      return null;
    } catch (failure) {
      return judge(failure);
    } finally {
      isBusy.value = false;
    }
  }

  return { form, way, asksCode, remembers, isBusy, problem, missing, choose, back, submit };
}
