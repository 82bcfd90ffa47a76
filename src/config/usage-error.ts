/** The user asked for something that cannot be done as asked: the command ends with exit code 2. The message is the whole story. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
