/** What a request can fail with; `code` is the server's stable literal, or one of ours that start with `page.`. */
export class ApiError extends Error {
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
  error?: { code?: string; message?: string; request_id?: string; fields?: FieldProblem[] };
}

/** Reads `{"error":{…}}`; an answer that is not ours (a proxy's page) still becomes one error. */
export async function readError(answer: Response): Promise<ApiError> {
  const requestId = answer.headers.get('X-Request-Id') ?? '';
  try {
    const { error } = (await answer.json()) as ErrorBody;
    return new ApiError(
      answer.status,
      error?.code ?? `http.${answer.status}`,
      error?.message ?? answer.statusText,
      error?.request_id ?? requestId,
      error?.fields ?? [],
    );
  } catch {
    return new ApiError(answer.status, `http.${answer.status}`, answer.statusText, requestId);
  }
}

export function asApiError(problem: unknown): ApiError {
  return problem instanceof ApiError ? problem : new ApiError(0, 'page.unexpected', String(problem));
}
