import { computed, ref, type ComputedRef, type Ref } from 'vue';
import type { Box, Point } from './flow_geometry';

export const zoomSteps = [0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5] as const;
const margin = 40;

/** Which part of the canvas is seen, and how large. */
export function useCanvasView(pane: Ref<HTMLElement | null>): {
  at: Ref<Point>;
  zoom: Ref<number>;
  style: ComputedRef<{ transform: string }>;
  ground: ComputedRef<Record<string, string>>;
  toCanvas: (client: Point) => Point;
  pan: (dx: number, dy: number) => void;
  zoomBy: (steps: 1 | -1, around?: Point) => void;
  fit: (box: Box) => void;
  reveal: (box: Box) => void;
} {
  const at = ref<Point>({ x: 0, y: 0 });
  const zoom = ref(1);
  const size = (): { width: number; height: number; left: number; top: number } =>
    pane.value?.getBoundingClientRect() ?? { width: 0, height: 0, left: 0, top: 0 };

  function toCanvas(client: Point): Point {
    const { left, top } = size();
    return { x: (client.x - left - at.value.x) / zoom.value, y: (client.y - top - at.value.y) / zoom.value };
  }

  function zoomBy(steps: 1 | -1, around?: Point): void {
    const { width, height, left, top } = size();
    const fixed = around ?? { x: left + width / 2, y: top + height / 2 };
    const before = toCanvas(fixed);
    const larger = zoomSteps.find((step) => step > zoom.value + 0.01) ?? zoom.value;
    const smaller = [...zoomSteps].reverse().find((step) => step < zoom.value - 0.01) ?? zoom.value;
    zoom.value = steps > 0 ? larger : smaller;
    at.value = { x: fixed.x - left - before.x * zoom.value, y: fixed.y - top - before.y * zoom.value };
  }

  /** Everything at once, never larger than life; what fits stands in the middle. */
  function fit(box: Box): void {
    const { width, height } = size();
    const room = Math.min((width - 2 * margin) / box.width, (height - 2 * margin) / box.height, 1);
    zoom.value = Math.max(zoomSteps[0], Math.floor(room * 100) / 100);
    at.value = {
      x: Math.max(margin, (width - box.width * zoom.value) / 2) - box.x * zoom.value,
      y: Math.max(margin, (height - box.height * zoom.value) / 3) - box.y * zoom.value,
    };
  }

  /** Moves as little as needed to see it. */
  function reveal(box: Box): void {
    const { width, height } = size();
    const left = box.x * zoom.value + at.value.x;
    const top = box.y * zoom.value + at.value.y;
    const shift = (low: number, length: number, room: number): number =>
      low < margin ? margin - low : Math.min(0, room - margin - (low + length));
    at.value = {
      x: at.value.x + shift(left, box.width * zoom.value, width),
      y: at.value.y + shift(top, box.height * zoom.value, height),
    };
  }

  const dots = computed(() => 20 * zoom.value);
  return {
    at,
    zoom,
    style: computed(() => ({ transform: `translate(${at.value.x}px, ${at.value.y}px) scale(${zoom.value})` })),
    ground: computed(() => ({
      backgroundSize: `${dots.value}px ${dots.value}px`,
      backgroundPosition: `${at.value.x}px ${at.value.y}px`,
    })),
    toCanvas,
    pan: (dx, dy) => (at.value = { x: at.value.x + dx, y: at.value.y + dy }),
    zoomBy,
    fit,
    reveal,
  };
}
