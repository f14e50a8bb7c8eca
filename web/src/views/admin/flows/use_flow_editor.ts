import { computed, reactive, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { fetchFlow, publishFlow } from '@/api/config';
import type { Flow, FlowNode, FlowNodeKind } from '@/api/config_types';
import { asApiError, type ApiError } from '@/api/errors';
import { changesOf } from './flow_diff';
import { forgetDraft, keptDraft } from './flow_drafts';
import { freePlace, heightOf, nodeWidth, type Point } from './flow_geometry';
import * as graph from './flow_graph';
import { History } from './flow_history';
import { layOut } from './flow_layout';
import { useAutosave } from './use_autosave';
import { useChecks } from './use_checks';

export interface FlowEditor {
  state: Ref<'loading' | 'ready' | 'error'>;
  failure: Ref<ApiError | null>;
  flow: ShallowRef<Flow>;
  published: ShallowRef<Flow | null>;
  /** A copy that this browser kept was taken up again. */
  wasRestored: Ref<boolean>;
  chosen: Ref<string>;
  chosenLine: Ref<graph.Port | null>;
  node: ComputedRef<FlowNode | undefined>;
  canUndo: Ref<boolean>;
  canRedo: Ref<boolean>;
  autosave: ReturnType<typeof useAutosave>;
  checks: ReturnType<typeof useChecks>;
  changes: ComputedRef<ReturnType<typeof changesOf>>;
  load: () => Promise<void>;
  edit: (next: Flow, name?: string) => void;
  change: (facts: Partial<FlowNode>) => void;
  addNode: (kind: FlowNodeKind, at?: Point) => void;
  removeChosen: () => void;
  copyChosen: () => void;
  moveChosen: (dx: number, dy: number) => void;
  tidy: () => void;
  undo: () => void;
  redo: () => void;
  publish: () => Promise<void>;
}

const nothing: Flow = { code: '', name: '', start: '', node: [] };

/** One flow on the canvas: its edits, what is chosen, its draft and its problems. Lives as long as the editor is shown. */
export function useFlowEditor(code: string, tenant: () => string): FlowEditor {
  const state = ref<'loading' | 'ready' | 'error'>('loading');
  const failure = ref<ApiError | null>(null);
  const flow = shallowRef<Flow>({ ...nothing, code });
  const published = shallowRef<Flow | null>(null);
  const wasRestored = ref(false);
  const chosen = ref('');
  const chosenLine = ref<graph.Port | null>(null);
  const undoable = reactive({ canUndo: false, canRedo: false });
  const autosave = useAutosave(tenant);
  const checks = useChecks();
  let history = new History(flow.value);

  function show(): void {
    flow.value = history.value;
    undoable.canUndo = history.canUndo;
    undoable.canRedo = history.canRedo;
    if (chosen.value && !graph.nodeOf(flow.value, chosen.value)) {
      chosen.value = '';
    }
    checks.changed(flow.value);
  }

  async function load(): Promise<void> {
    try {
      const versions = await fetchFlow(code);
      published.value = versions.published ?? null;
      const kept = keptDraft(tenant(), code);
      wasRestored.value = kept !== null;
      history = new History(kept ?? versions.draft ?? versions.published ?? { ...nothing, code });
      autosave.start(0);
      show();
      if (kept) {
        autosave.changed(kept);
      }
      state.value = 'ready';
    } catch (problem) {
      failure.value = asApiError(problem);
      state.value = 'error';
    }
  }

  function edit(next: Flow, name = ''): void {
    if (next !== flow.value) {
      history.push(next, name, Date.now());
      show();
      autosave.changed(next);
    }
  }

  function step(by: 'undo' | 'redo'): void {
    history[by]();
    chosenLine.value = null;
    if (history.value !== flow.value) {
      show();
      autosave.changed(flow.value);
    }
  }

  /** Without a place it comes after the chosen node, joined to that node's first open output. */
  function addNode(kind: FlowNodeKind, at?: Point): void {
    const before = graph.nodeOf(flow.value, chosen.value);
    const last = flow.value.node.at(-1);
    const near = before ?? last;
    const wanted = at ?? (near ? { x: near.x + nodeWidth + 80, y: near.y } : { x: 232, y: 80 });
    const place = freePlace(flow.value, wanted);
    const node = graph.newNode(flow.value, kind, place.x, place.y);
    let next = graph.add(flow.value, node);
    const open = graph.looseEnds(flow.value).find(({ from }) => from !== graph.incoming && from === before?.id);
    if (!at && open) {
      next = graph.connect(next, open, node.id);
    }
    edit(next);
    chosen.value = node.id;
    chosenLine.value = null;
  }

  function removeChosen(): void {
    if (chosenLine.value) {
      edit(graph.connect(flow.value, chosenLine.value, ''));
      chosenLine.value = null;
    } else if (chosen.value) {
      edit(graph.remove(flow.value, chosen.value));
    }
  }

  function copyChosen(): void {
    const copy = graph.duplicate(flow.value, chosen.value);
    if (copy) {
      const node = graph.nodeOf(copy.flow, copy.id);
      const original = graph.nodeOf(flow.value, chosen.value);
      // Below the original, so that neither covers the other.
      edit(node && original ? graph.move(copy.flow, copy.id, original.x, original.y + heightOf(node) + 24) : copy.flow);
      chosen.value = copy.id;
    }
  }

  function moveChosen(dx: number, dy: number): void {
    const node = graph.nodeOf(flow.value, chosen.value);
    if (node) {
      edit(graph.move(flow.value, node.id, node.x + dx, node.y + dy), `move ${node.id}`);
    }
  }

  async function publish(): Promise<void> {
    if (!(await autosave.flush())) {
      throw autosave.error.value ?? new Error('draft not saved');
    }
    await publishFlow(flow.value);
    published.value = flow.value;
    forgetDraft(tenant(), code);
  }

  return {
    state,
    failure,
    flow,
    published,
    wasRestored,
    chosen,
    chosenLine,
    node: computed(() => graph.nodeOf(flow.value, chosen.value)),
    canUndo: computed(() => undoable.canUndo),
    canRedo: computed(() => undoable.canRedo),
    autosave,
    checks,
    changes: computed(() => changesOf(published.value, flow.value)),
    load,
    edit,
    change: (facts) =>
      edit(graph.change(flow.value, chosen.value, facts), `${chosen.value} ${Object.keys(facts).join()}`),
    addNode,
    removeChosen,
    copyChosen,
    moveChosen,
    tidy: () => edit(layOut(flow.value)),
    undo: () => step('undo'),
    redo: () => step('redo'),
    publish,
  };
}
