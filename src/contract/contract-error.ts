/** A contract that cannot be used: unreadable, not OpenAPI, or its promises do not fit together. The message names file, place and remedy. */
export class ContractError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ContractError';
  }
}
