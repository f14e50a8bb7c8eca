/** What a request can fail with; `code` is the server's stable literal, or one of ours that start with `page.`. */
export class ApiError extends Error {
  /** When it is worth trying again; 0: nobody knows. */
  retryAfterS = 0;

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly requestId = '',
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** The server could not be reached at all: nothing was decided. */
  get isAway(): boolean {
    return this.status === 0;
  }
}

export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

interface ErrorBody {
  error?: {
    code?: string;
    message?: string;
    request_id?: string;
    fields?: FieldProblem[] | Record<string, string>;
    retry_after_s?: number;
  };
}

/** The server names wrong fields as a list, or as path → message. */
function fieldProblems(given: FieldProblem[] | Record<string, string> = []): FieldProblem[] {
  return Array.isArray(given)
    ? given
    : Object.entries(given).map(([field, message]) => ({ field, code: 'invalid', message }));
}

/** Reads `{"error":{…}}`; an answer that is not ours (a proxy's page) still becomes one error. */
export async function readError(answer: Response): Promise<ApiError> {
  const requestId = answer.headers.get('X-Request-Id') ?? '';
  try {
    const { error } = (await answer.json()) as ErrorBody;
    const made = new ApiError(
      answer.status,
      error?.code ?? `http.${answer.status}`,
      error?.message ?? answer.statusText,
      error?.request_id ?? requestId,
      fieldProblems(error?.fields),
    );
    made.retryAfterS = error?.retry_after_s ?? 0;
    return made;
  } catch {
    return new ApiError(answer.status, `http.${answer.status}`, answer.statusText, requestId);
  }
}

export function asApiError(problem: unknown): ApiError {
  return problem instanceof ApiError ? problem : new ApiError(0, 'page.unexpected', String(problem));
}
