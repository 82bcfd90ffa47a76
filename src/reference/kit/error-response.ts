/** A faulty member or parameter of a request. */
export type Fault = { readonly field: string; readonly message: string };

/** An error response before it has a body. Thrown where the fault is found; the vendor's error layer writes the body. */
export class ErrorResponse<Reason extends string = string> extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  /** The reason as a word that does not change with status and text. */
  readonly reason: Reason;
  readonly faults: readonly Fault[];
  /** Header fields that belong to this error response, such as Allow. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    reason: Reason,
    message: string,
    extra: { readonly faults?: readonly Fault[]; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.faults = extra.faults ?? [];
    this.headers = extra.headers ?? {};
  }

  /** The same error response under another status, without the header fields of the old one. */
  as(status: number): ErrorResponse<Reason> {
    return new ErrorResponse(status, this.reason, this.message, { faults: this.faults });
  }

  /** Names of the faulty fields, in order. */
  get fields(): readonly string[] {
    return this.faults.map((fault) => fault.field);
  }
}
