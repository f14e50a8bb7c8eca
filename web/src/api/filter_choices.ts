import { request } from './client';

/** A queue or a person whose records one may find; `former`: the queue was left, or left it (R094). */
export interface FilterChoice {
  number: string;
  name: string;
  former: boolean;
}

/** `number` and `parent` are codes; no parent: it stands on top. */
export interface DepartmentChoice {
  number: string;
  name: string;
  parent: string;
}

export interface FilterChoices {
  queues: FilterChoice[];
  agents: FilterChoice[];
  departments: DepartmentChoice[];
}

export const fetchFilterChoices = (): Promise<FilterChoices> => request('GET', '/api/v1/filter-choices');
