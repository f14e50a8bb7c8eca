import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import {
  fetchNamable,
  fetchSettings,
  type CrmField,
  type CrmPool,
  type CrmStage,
  type CrmTagGroup,
  type Namable,
  type ObjectKind,
} from '@/api/crm_settings';
import { withBuiltInName } from '@/i18n/built_in';
import type { Choice } from '@/list/list_spec';

const nobody: Namable = { roles: [], departments: [], people: [] };

/** What the settings of the CRM name in one another: read when one of their pages opens, and after every change. */
export const useCrmSettings = defineStore('crm_settings', () => {
  const keptFields = ref<readonly CrmField[]>([]);
  const keptStages = ref<readonly CrmStage[]>([]);
  const fields = computed(() => keptFields.value.map(withBuiltInName));
  const stages = computed(() => keptStages.value.map(withBuiltInName));
  const tagGroups = ref<readonly CrmTagGroup[]>([]);
  const pools = ref<readonly CrmPool[]>([]);
  const namable = shallowRef<Namable>(nobody);

  async function refresh(): Promise<void> {
    [keptFields.value, keptStages.value, tagGroups.value, pools.value, namable.value] = await Promise.all([
      fetchSettings('fields'),
      fetchSettings('stages'),
      fetchSettings('tag-groups'),
      fetchSettings('pools'),
      fetchNamable(),
    ]);
  }

  const fieldsOf = (object: ObjectKind): readonly CrmField[] => fields.value.filter((each) => each.object === object);
  const fieldNames = computed(() => new Map(fields.value.map((each) => [`${each.object}.${each.key}`, each.name])));
  const fieldName = (object: ObjectKind, key: string): string => fieldNames.value.get(`${object}.${key}`) ?? key;
  const tagsOf = (object: ObjectKind): Choice[] =>
    tagGroups.value
      .filter((group) => group.object === object)
      .flatMap(({ tags }) => tags.map(({ id, name }) => ({ value: id, label: name })));
  const poolsOf = (object: ObjectKind): Choice[] =>
    pools.value.filter((pool) => pool.object === object).map(({ id, name }) => ({ value: id, label: name }));

  return { fields, stages, tagGroups, pools, namable, refresh, fieldsOf, fieldName, tagsOf, poolsOf };
});
