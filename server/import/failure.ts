/** An import that cannot go on: one sentence for the person who started it, with the file and the place in it. */
export class ImportFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ImportFailure';
  }
}
