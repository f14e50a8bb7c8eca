import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Choice } from '@/list/list_spec';
import { useSwitchboard } from '@/stores/switchboard';
import { readDestination, takesArgument, type DestinationKind } from './destinations';

/** The things that destinations lead to, and how a destination reads: "队列 售后 600". */
export function useDestinationWords(): {
  choicesOf: ComputedRef<Partial<Record<DestinationKind, Choice[]>>>;
  words: (text: string) => string;
} {
  const { t } = useI18n();
  const board = useSwitchboard();
  const choicesOf = computed<Partial<Record<DestinationKind, Choice[]>>>(() => ({
    queue: board.queues.map(({ number, name }) => ({ value: number, label: `${name} ${number}` })),
    extension: board.people
      .filter(({ extension }) => extension)
      .map(({ extension, name }) => ({ value: extension, label: `${name} ${extension}` })),
    ivr: board.flows.map(({ code, name }) => ({ value: code, label: name || code })),
    hours: board.schedules.map(({ code, name }) => ({ value: code, label: name || code })),
    announce: board.voices.map(({ name }) => ({ value: name, label: name })),
  }));

  function words(text: string): string {
    const { kind, argument } = readDestination(text);
    if (!kind) {
      return text || t('common.none');
    }
    const name = choicesOf.value[kind]?.find(({ value }) => value === argument)?.label ?? argument;
    return takesArgument(kind) ? `${t(`setup.destination.${kind}`)} ${name}`.trim() : t(`setup.destination.${kind}`);
  }
  return { choicesOf, words };
}
