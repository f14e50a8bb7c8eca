import { request } from './client';

/** A queue or a person whose records one may find; `former`: the queue was left, or left it (R094). */
export interface FilterChoice {
  number: string;
  name: string;
  former: boolean;
}

export interface FilterChoices {
  queues: FilterChoice[];
  agents: FilterChoice[];
  /** `number` is the code. */
  departments: FilterChoice[];
}

export const fetchFilterChoices = (): Promise<FilterChoices> => request('GET', '/api/v1/filter-choices');
