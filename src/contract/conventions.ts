import type { Auth } from './x-assay/access.ts';
import type { Errors } from './x-assay/errors.ts';
import type { CollectionConvention, Filters, Ordering, Pagination } from './x-assay/lists.ts';
import type { RateLimit } from './x-assay/rate-limit.ts';
import type { Refusals, Unknown } from './x-assay/refusals.ts';
import type { SchemaReference } from './x-assay/schema-forms.ts';
import type { Sandbox, Stream, Transport, Versioning } from './x-assay/surroundings.ts';
import type { Action, DurationConvention, ResourceConvention } from './x-assay/resources.ts';

export type { Errors, NamedMember } from './x-assay/errors.ts';
export type { Comparison, CursorPagination, PageNumberPagination, Pagination, PaginationStyle, Zone } from './x-assay/lists.ts';
export type { PropertyConventions } from './x-assay/property.ts';
export type { RateLimit, TimeForm } from './x-assay/rate-limit.ts';
export type { Refusals } from './x-assay/refusals.ts';
export type { Documented, StatusList } from './x-assay/schema-forms.ts';
export type { Action, ResourceConvention } from './x-assay/resources.ts';

/** What `x-assay` at the root or on an operation may hold. Each word is explained in docs/x-assay.md. */
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
  /** On an operation only. */
  readonly action?: Action;
  /** On an operation only. */
  readonly stream?: Stream;
};

/** Words that stand at the root only. */
export type RootConventions = Omit<Conventions, 'action' | 'stream'> & {
  /** Responses that any request may get, by status: references to Response Objects. */
  readonly anywhere?: Readonly<Record<string, { readonly $ref: string }>>;
  /** What a member is wherever a successful answer shows it, by its name. */
  readonly members?: Readonly<Record<string, SchemaReference>>;
  readonly resources?: Readonly<Record<string, ResourceConvention>>;
  readonly versioning?: Versioning;
  readonly transport?: Transport;
  readonly sandbox?: Sandbox;
  /** What must exist over there, by the name the operator supplies it under. */
  readonly fixtures?: Readonly<Record<string, { readonly description: string }>>;
  /** Times that the documentation prints, by the name under which a target may give others. */
  readonly durations?: Readonly<Record<string, DurationConvention>>;
};

/** Words on a Server Object. */
export type ServerConventions = {
  /** `live` where nothing is said. */
  readonly environment?: 'live' | 'sandbox';
  /** A name that a target gives an address of its own under `urls`: an authorization server, say. */
  readonly purpose?: string;
};
