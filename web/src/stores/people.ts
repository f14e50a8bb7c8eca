import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import {
  fetchDepartments,
  fetchRoles,
  fetchUsers,
  type SiteDepartment,
  type SiteRole,
  type UserRow,
} from '@/api/people';

/** Who works here, as the administrator's pages know it: read when one of them opens, and after every change. */
export const usePeopleBook = defineStore('people', () => {
  const users = ref<readonly UserRow[]>([]);
  const roles = ref<readonly SiteRole[]>([]);
  const departments = ref<readonly SiteDepartment[]>([]);

  const byNumber = computed(() => new Map(users.value.map((user) => [user.number, user])));
  const nameOf = (number: string): string => byNumber.value.get(number)?.name ?? number;
  const roleName = (code: string): string => roles.value.find((role) => role.code === code)?.name ?? code;
  const departmentName = (code: string): string => departments.value.find((each) => each.code === code)?.name ?? code;

  async function readUsers(): Promise<readonly UserRow[]> {
    users.value = await fetchUsers();
    return users.value;
  }
  async function readOthers(): Promise<void> {
    [roles.value, departments.value] = await Promise.all([fetchRoles(), fetchDepartments()]);
  }
  const refresh = async (): Promise<void> => void (await Promise.all([readUsers(), readOthers()]));

  return { users, roles, departments, byNumber, nameOf, roleName, departmentName, readUsers, readOthers, refresh };
});
