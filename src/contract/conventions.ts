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
  readonly details?: Promised & {
    readonly at: Expression;
    readonly on: readonly number[];
    /** JSON pointer inside an element to the name of the member at fault. */
    readonly name?: string;
  };
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
  /** A creation beyond what the account may hold. */
  readonly exhausted?: Statuses;
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
  /** Fixtures that name things which the list holds. */
  readonly known?: readonly string[];
};

/** Filters by the name of their parameter; without `at` nothing says where an item shows what is filtered by. */
export type Filters = Promised & Readonly<Record<string, { readonly at?: string } & Promised>>;

/**
 * What an operation does to a thing in time (restart, stop, roll back). The states are those that the list shows; the
 * thing is the one whose list links to the operation's path parameter.
 */
export type Action = Promised & {
  /** State, or states, of a thing that the action is for. */
  readonly from: string | readonly string[];
  /** State that the thing shows meanwhile. */
  readonly through?: string;
  /** State that the thing ends in. */
  readonly to?: string;
  /** For the same action once more while the thing shows `through`. */
  readonly repeated?: Statuses;
  /** Name of the fixture with the id of a thing that is in none of the states of `from`. */
  readonly unfit?: string;
};

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
  /** On an operation only. */
  readonly action?: Action;
};

/** Words that stand at the root only. */
export type RootConventions = Omit<Conventions, 'action'> & {
  /** Responses that any request may get, by status: references to Response Objects. */
  readonly anywhere?: Readonly<Record<string, { readonly $ref: string }>>;
  readonly resources?: Readonly<Record<string, ResourceConvention>>;
  /** The version stands in the path: the last segment of the base URL. */
  readonly versioning?: Promised & { readonly segment: string };
  /** What must exist over there, by the name the operator supplies it under. */
  readonly fixtures?: Readonly<Record<string, { readonly description: string }>>;
};

/** Words on a property of a body and on the schema of a parameter. */
export type PropertyConventions = {
  /** Name of the fixture that gives a usable value. */
  readonly fixture?: string;
  /** Name of the fixture that gives a usable value of another kind. */
  readonly alternative?: string;
  /** A well-formed value that is certainly refused. */
  readonly unusable?: unknown;
  /** A value of ours that must be fresh in each request. */
  readonly fresh?: boolean;
  /** JSON Pointer to where an item of the list shows the value that its creation asked for. */
  readonly shownAt?: string;
  /** In an answer: where the request holds the value that it repeats (`$request.path.id`). */
  readonly repeats?: Expression;
  /** Values that the documentation prints for the same thing at another place and not here. */
  readonly elsewhere?: readonly string[];
  /** Regular expressions by a name: whether the values of answers have that form is recorded, never judged. */
  readonly forms?: Readonly<Record<string, string>>;
  /** Name of the fixture that gives a value which exists and which the account may not use. */
  readonly blocked?: string;
};
