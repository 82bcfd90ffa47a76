/** Ids of the promises that a node or convention carries. */
export type Promised = { readonly 'x-requirement'?: readonly string[] };

/** One status or several, each of them as good. */
export type Statuses = Promised & { readonly status: number | readonly number[] };

/** OpenAPI runtime expression (OpenAPI 3.1, Runtime Expressions), such as `$response.body#/data`. */
export type Expression = string;

export type Auth = Promised & {
  /** Status for a missing or unusable credential. */
  readonly unauthenticated: Statuses;
  /** Status for a credential that lacks the permission. */
  readonly forbidden?: Statuses;
  /** Regular expressions of printed credential forms, by environment. */
  readonly forms?: Readonly<Record<'live' | 'sandbox', string>>;
};

export type Errors = Promised & {
  /** Where the body repeats the status as a number. */
  readonly code?: Promised & { readonly at: Expression; readonly equals: 'status' };
  /** Where the faulty fields are listed, and for which statuses at least one is promised. */
  readonly details?: Promised & { readonly at: Expression; readonly on: readonly number[] };
  /** A client's mistake never gets a 5xx. */
  readonly clientMistake?: Promised & { readonly never: '5XX' };
};

export type Refusals = Promised & {
  /** A body that is no JSON text. */
  readonly unparsable?: Statuses;
  /** A required member left out. */
  readonly missing?: Statuses;
  /** A member that is there, of the right type, with a value the service cannot use. */
  readonly value?: Statuses;
  /** A member of another JSON type. */
  readonly type?: Statuses;
  /** A query parameter that cannot be read as its type. */
  readonly query?: Statuses;
  /** Something that may exist once only, created again. */
  readonly duplicate?: Statuses;
};

export type RateLimit = Promised & {
  /** Whose requests count together, where that is printed. */
  readonly scope?: 'credential' | 'account';
  readonly window: { readonly seconds: number };
  readonly plans?: Readonly<Record<string, (Promised & { readonly limit: number }) | (Promised & { readonly atLeast: number })>>;
  /** Names of the response headers; their form stands in the OpenAPI Header Objects. */
  readonly headers?: {
    readonly limit?: string;
    readonly remaining?: string;
    readonly reset?: { readonly name: string; readonly unit: 'epoch-seconds' | 'seconds' };
  };
  /** Status of a request above the quota. */
  readonly exceeded: Statuses;
  /** On which statuses Retry-After is sent and, with `only`, on no others. */
  readonly retryAfter?: Promised & { readonly header: string; readonly on: readonly number[]; readonly only?: boolean };
};

export type Pagination = Promised & {
  readonly kind: 'cursor';
  /** Query parameters, as `$request.query.NAME`. */
  readonly cursor: Expression;
  readonly limit: Expression;
  /** The cursor of the next page, and whether there is one. */
  readonly next: Expression;
  readonly more?: Expression;
};

export type CollectionConvention = Promised & {
  /** Where the items stand; of several places the first that holds an array counts. */
  readonly items: Expression | readonly Expression[];
};

export type Filters = Promised & Readonly<Record<string, { readonly at: string } & Promised>>;

/** A kind of thing, by the operations on it (operationId) and the places inside an item (JSON Pointer). */
export type ResourceConvention = Promised & {
  readonly create?: string;
  readonly list?: string;
  /** operationId, or `none`: what is created stays. */
  readonly remove: string;
  readonly id?: string;
  readonly name?: string;
  readonly state?: string;
  /** Members of the create body that may not repeat together. */
  readonly unique?: readonly string[];
};

/** What `x-assay` at the root or on an operation may hold. Each word is explained in docs/x-assay.md. */
export type Conventions = {
  readonly auth?: Auth;
  readonly errors?: Errors;
  readonly unknown?: Promised & { readonly path?: Statuses; readonly id?: Statuses };
  readonly refusals?: Refusals;
  readonly rateLimit?: RateLimit;
  readonly pagination?: Pagination;
  readonly collection?: CollectionConvention;
  readonly filters?: Filters;
};

/** Words that stand at the root only. */
export type RootConventions = Conventions & {
  /** Responses that any request may get, by status: references to Response Objects. */
  readonly anywhere?: Readonly<Record<string, { readonly $ref: string }>>;
  readonly resources?: Readonly<Record<string, ResourceConvention>>;
  /** What must exist over there, by the name the operator supplies it under. */
  readonly fixtures?: Readonly<Record<string, { readonly description: string }>>;
};

/** Words on a property of a request body. */
export type PropertyConventions = {
  /** Name of the fixture that gives a usable value. */
  readonly fixture?: string;
  /** A well-formed value that is certainly refused. */
  readonly unusable?: unknown;
  /** A value of ours that must be fresh in each request. */
  readonly fresh?: boolean;
};
