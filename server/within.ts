/** What `promise` comes to, or `otherwise` when that takes longer than so many milliseconds. */
export async function within<T>(milliseconds: number, promise: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(otherwise), milliseconds)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
