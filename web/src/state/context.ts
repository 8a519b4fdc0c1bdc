import { getContext, setContext } from 'svelte';

/** A typed context: `provide` at the top, `use` below; using one that nobody provided is a mistake and throws. */
export function context<T>(name: string): { provide(value: T): T; use(): T } {
  const key = Symbol(name);
  return {
    provide: (value) => setContext(key, value),
    use: () => {
      const value = getContext<T | undefined>(key);
      if (value === undefined) throw new Error(`${name} is used outside its provider`);
      return value;
    },
  };
}
