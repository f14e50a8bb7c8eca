import { request } from './client';
import type { Schema } from './schema';

// The settings of the business objects (业务对象), as the administrator sets them up.

export type CrmField = Schema<'Field'>;
export type CrmStage = Schema<'Stage'>;
export type CrmTagGroup = Schema<'TagGroup'>;
export type CrmTag = CrmTagGroup['tags'][number];
export type CrmGroup = Schema<'Group'>;
export type DedupRule = Schema<'DedupRule'>;
export type AllocationRule = Schema<'AllocationRule'>;
export type CrmCondition = AllocationRule['conditions'][number];
export type CrmPool = Schema<'Pool'>;
export type FollowUpTemplate = Schema<'FollowUpTemplate'>;
export type TemplateField = FollowUpTemplate['fields'][number];
export type CrmMapping = Schema<'Mapping'>;
export type Audience = CrmField['readers'];
export type FieldChoice = CrmField['choices'][number];
export type FieldType = CrmField['type'];
export type ObjectKind = CrmField['object'];
export type Namable = Schema<'Namable'>;
export type RuleUse = Schema<'RuleUse'>;

/** What there are many of, by the last part of its address. */
export interface CrmSettings {
  fields: CrmField;
  stages: CrmStage;
  'tag-groups': CrmTagGroup;
  groups: CrmGroup;
  pools: CrmPool;
  'dedup-rules': DedupRule;
  'allocation-rules': AllocationRule;
  templates: FollowUpTemplate;
}
export type SettingKind = keyof CrmSettings;

const at = (kind: SettingKind, id?: string): string => `/api/v1/crm/${kind}${id === undefined ? '' : `/${id}`}`;
const itemsOf = async <T>(path: string): Promise<T[]> => (await request<{ items: T[] }>('GET', path)).items;

export const fetchSettings = <K extends SettingKind>(kind: K): Promise<CrmSettings[K][]> => itemsOf(at(kind));
export const createSetting = <K extends SettingKind>(kind: K, body: CrmSettings[K]): Promise<CrmSettings[K]> =>
  request('POST', at(kind), { body });
export const putSetting = <K extends SettingKind>(kind: K, body: CrmSettings[K]): Promise<CrmSettings[K]> =>
  request('PUT', at(kind, body.id), { body });
export const deleteSetting = (kind: SettingKind, id: string): Promise<void> => request('DELETE', at(kind, id));
export const orderSettings = (kind: SettingKind, ids: readonly string[]): Promise<void> =>
  request('PUT', at(kind, 'order'), { body: { ids } });

export const fetchMapping = (): Promise<CrmMapping> => request('GET', '/api/v1/crm/mapping');
export const putMapping = (body: CrmMapping): Promise<CrmMapping> => request('PUT', '/api/v1/crm/mapping', { body });
export const fetchNamable = (): Promise<Namable> => request('GET', '/api/v1/crm/namable');
export const fetchRuleUses = (): Promise<RuleUse[]> => itemsOf('/api/v1/crm/allocation-rules/used');
