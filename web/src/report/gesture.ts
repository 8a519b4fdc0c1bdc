/** Fingers and mouse on a picture with a pin: the pin is dragged, a tap sets it, the ground is moved, two fingers zoom. */
import { panned } from '../still/frame.ts';
import type { Frame, Pixel } from '../still/frame.ts';

/** What a finger may tremble, and still it is a tap, pixels. */
const SLACK_PX = 8;
/** Around the pin's foot: from here on a finger takes hold of the pin. Its head stands some 60 px above. */
const HOLD = { side: 32, up: 72, down: 20 } as const;

interface Handlers {
  frame: () => Frame;
  /** Foot of the pin. */
  pin: () => Pixel;
  /** The pin is carried here. */
  onpin: (at: Pixel) => void;
  ondrop: () => void;
  ontap: (at: Pixel) => void;
  onframe: (frame: Frame) => void;
}

type Hold =
  | { kind: 'pin'; from: Pixel; offset: Pixel; moved: boolean }
  | { kind: 'ground'; from: Pixel; frame: Frame; moved: boolean }
  | { kind: 'pinch'; apart: number; frame: Frame };

export class Gesture {
  readonly #handlers: Handlers;
  readonly #fingers = new Map<number, Pixel>();
  #hold: Hold | null = null;

  constructor(handlers: Handlers) {
    this.#handlers = handlers;
  }

  /** An attachment for the element that is touched. */
  readonly attach = (element: HTMLElement): (() => void) => {
    const at = ({ clientX, clientY }: PointerEvent): Pixel => {
      const { left, top } = element.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    const down = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      this.#down(event.pointerId, at(event));
    };
    const move = (event: PointerEvent): void => this.#move(event.pointerId, at(event));
    const up = (event: PointerEvent): void => this.#up(event.pointerId, event.type === 'pointerup');
    const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up };
    const each = Object.entries(listeners) as [keyof typeof listeners, (event: PointerEvent) => void][];
    for (const [name, listener] of each) element.addEventListener(name, listener);
    return () => each.forEach(([name, listener]) => element.removeEventListener(name, listener));
  };

  #down(id: number, at: Pixel): void {
    this.#fingers.set(id, at);
    const { frame, pin, ondrop } = this.#handlers;
    if (this.#fingers.size === 2) {
      if (this.#hold?.kind === 'pin' && this.#hold.moved) ondrop();
      this.#hold = { kind: 'pinch', apart: this.#apart(), frame: frame() };
    } else if (this.#fingers.size === 1) {
      const foot = pin();
      const offset = { x: foot.x - at.x, y: foot.y - at.y };
      const near = Math.abs(offset.x) <= HOLD.side && offset.y <= HOLD.up && offset.y >= -HOLD.down;
      this.#hold = near
        ? { kind: 'pin', from: at, offset, moved: false }
        : { kind: 'ground', from: at, frame: frame(), moved: false };
    }
  }

  #move(id: number, at: Pixel): void {
    const hold = this.#hold;
    if (!hold || !this.#fingers.has(id)) return;
    this.#fingers.set(id, at);
    if (hold.kind === 'pinch') {
      const zoom = hold.frame.zoom + Math.log2(Math.max(this.#apart(), 1) / Math.max(hold.apart, 1));
      return this.#handlers.onframe({ ...hold.frame, zoom });
    }
    hold.moved ||= Math.hypot(at.x - hold.from.x, at.y - hold.from.y) > SLACK_PX;
    if (!hold.moved) return;
    if (hold.kind === 'pin') this.#handlers.onpin({ x: at.x + hold.offset.x, y: at.y + hold.offset.y });
    else this.#handlers.onframe(panned(hold.frame, at.x - hold.from.x, at.y - hold.from.y));
  }

  #up(id: number, lifted: boolean): void {
    const hold = this.#hold;
    if (!this.#fingers.delete(id)) return;
    // Of two fingers the one that stays does nothing more.
    this.#hold = null;
    if (hold?.kind === 'pin' && hold.moved) this.#handlers.ondrop();
    else if (hold?.kind === 'ground' && !hold.moved && lifted) this.#handlers.ontap(hold.from);
  }

  #apart(): number {
    const [a, b] = [...this.#fingers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 1;
  }
}
