import type { Auth } from './x-assay/access.ts';
import type { Errors } from './x-assay/errors.ts';
import type { CollectionConvention, Filters, Ordering, Pagination } from './x-assay/lists.ts';
import type { RateLimit } from './x-assay/rate-limit.ts';
import type { Refusals, Unknown } from './x-assay/refusals.ts';
import type { SchemaReference } from './x-assay/schema-forms.ts';
import type { Sandbox, Stream, Transport, Versioning } from './x-assay/surroundings.ts';
import type { Action, DurationConvention, ResourceConvention } from './x-assay/resources.ts';

export type { Errors, NamedMember } from './x-assay/errors.ts';
export type {
  Comparison,
  CursorPagination,
  LinkPagination,
  OffsetPagination,
  PageNumberPagination,
  Pagination,
  PaginationStyle,
  Zone,
} from './x-assay/lists.ts';
export type { PropertyConventions } from './x-assay/property.ts';
export type { RateLimit, TimeForm } from './x-assay/rate-limit.ts';
export type { Refusals } from './x-assay/refusals.ts';
export type { Documented, StatusList } from './x-assay/schema-forms.ts';
export type { Action, ResourceConvention } from './x-assay/resources.ts';

/** What `x-assay` may hold at the root and on an operation. docs/x-assay.md explains each word. */
export type Conventions = {
  readonly auth?: Auth;
  readonly errors?: Errors;
  readonly unknown?: Unknown;
  readonly refusals?: Refusals;
  readonly rateLimit?: RateLimit;
  readonly pagination?: Pagination;
  readonly collection?: CollectionConvention;
  readonly filters?: Filters;
  readonly ordering?: Ordering;
  /** Words that are not to be inferred here: each by its steps, such as `refusals.type`, or a whole one, such as `pagination`. */
  readonly notInferred?: readonly string[];
  /** On an operation only. */
  readonly action?: Action;
  /** On an operation only. */
  readonly stream?: Stream;
};

/** What `x-assay` may hold at the root. */
export type RootConventions = Omit<Conventions, 'action' | 'stream'> & {
  /** Responses that any request may get, by status: references to Response Objects. */
  readonly anywhere?: Readonly<Record<string, { readonly $ref: string }>>;
  /** The schema of a member wherever a successful answer shows it, by the name of the member. */
  readonly members?: Readonly<Record<string, SchemaReference>>;
  readonly resources?: Readonly<Record<string, ResourceConvention>>;
  readonly versioning?: Versioning;
  readonly transport?: Transport;
  readonly sandbox?: Sandbox;
  /** What must exist on the server, by the name under which the operator supplies it. */
  readonly fixtures?: Readonly<Record<string, { readonly description: string }>>;
  /** Documented times, by the name under which a target may give others. */
  readonly durations?: Readonly<Record<string, DurationConvention>>;
};

/** Words on a Server Object. */
export type ServerConventions = {
  /** `live` where it is absent. */
  readonly environment?: 'live' | 'sandbox';
  /** A name under which a target gives its own address in `urls`, such as that of an authorization server. */
  readonly purpose?: string;
};
