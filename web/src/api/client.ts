import { ApiError, readError } from './errors';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Query = Record<string, string | number | boolean | undefined | null>;

export interface RequestOptions {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  /** A 401 normally leads to the sign-in page; the sign-in request itself says no. */
  staysOn401?: boolean;
  timeoutMs?: number;
  /** The newest change of the configuration that one has seen: the server refuses what would undo a later one. */
  seen?: string;
}

interface Surroundings {
  language: () => string;
  onSignedOut: () => void;
  /** Something must be done before anything else: the server says so to whatever is asked. */
  onDuty: () => void;
}
const surroundings: Surroundings = { language: () => 'zh-CN', onSignedOut: () => {}, onDuty: () => {} };
const duties: readonly string[] = ['session.new_password', 'session.two_factor'];

/** The language of messages, and what happens when the session has ended: told once, by main. */
export function configureClient(given: Surroundings): void {
  Object.assign(surroundings, given);
}

export function pathWithQuery(path: string, query: Query = {}): string {
  const wanted = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(wanted.map(([key, value]) => [key, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

/** One request; the session travels as a cookie. Throws ApiError and nothing else, except AbortError of `signal`. */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const answer = await ask(method, path, options);
  return (await bodyOrNothing(answer)) as T;
}

/** The same for an address that answers sound. */
export const requestSound = async (method: Method, path: string, options: RequestOptions = {}): Promise<Blob> =>
  (await ask(method, path, options)).blob();

async function ask(method: Method, path: string, options: RequestOptions): Promise<Response> {
  const limit = AbortSignal.timeout(options.timeoutMs ?? 15_000);
  const headers: Record<string, string> = { 'Accept-Language': surroundings.language() };
  const sound = options.body instanceof Blob ? options.body : undefined;
  if (options.body !== undefined) {
    headers['Content-Type'] = sound ? sound.type : 'application/json';
  }
  if (options.seen) {
    headers['If-Match'] = `"${options.seen}"`;
  }
  let answer: Response;
  try {
    answer = await fetch(pathWithQuery(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      body: sound ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit,
    });
  } catch (problem) {
    if (options.signal?.aborted) {
      throw problem;
    }
    throw new ApiError(0, limit.aborted ? 'page.timeout' : 'page.away', '');
  }
  if (!answer.ok) {
    const error = await readError(answer);
    if (error.status === 401 && !options.staysOn401) {
      surroundings.onSignedOut();
    } else if (duties.includes(error.code)) {
      surroundings.onDuty();
    }
    throw error;
  }
  return answer;
}

async function bodyOrNothing(answer: Response): Promise<unknown> {
  const text = await answer.text();
  return text ? JSON.parse(text) : undefined;
}
