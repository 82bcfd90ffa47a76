/**
 * A contract that cannot be used: it is unreadable, it is not OpenAPI, or its parts contradict each other. The message names the file,
 * the position and the remedy.
 */
export class ContractError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ContractError';
  }
}
