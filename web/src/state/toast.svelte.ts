import type { IconName } from '../ui/icons.ts';

interface Toast {
  id: number;
  text: string;
  icon: IconName;
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 6_000;

/** One line at the bottom, one at a time, never the only place of an error. */
class ToastState {
  current = $state.raw<Toast | null>(null);
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(text: string, options: { icon?: IconName; action?: Toast['action'] } = {}): void {
    this.current = {
      id: ++this.#count,
      text,
      icon: options.icon ?? 'circle-check',
      ...(options.action && { action: options.action }),
    };
    this.resume();
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }

  /** Keeps it while it is focused or hovered. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  resume(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.current = null), SHOWN_MS);
  }
}

export const toasts = new ToastState();
