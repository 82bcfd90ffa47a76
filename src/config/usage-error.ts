/** The user asked for something that cannot be done: the command ends with exit code 2. The message needs no stack trace. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
