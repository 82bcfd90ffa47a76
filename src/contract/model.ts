import type { Location } from '../model/location.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Problem, Unsupported } from './problem.ts';
import type { CredentialPlacement } from './credential-placement.ts';
import type { Comparison, Conventions, CursorPagination, PageNumberPagination, ResourceConvention, Zone } from './conventions.ts';

/** A schema as it stands in the document: an object with keywords, or true/false. */
export type Schema = boolean | Readonly<Record<string, unknown>>;

export type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly schema: Schema;
  /** The Parameter Object, `$ref` followed. */
  readonly location: Location;
  readonly schemaLocation: Location;
};

export type HeaderDeclaration = {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
  /** The Header Object, `$ref` followed. */
  readonly location: Location;
  readonly schemaLocation: Location;
};

export type Content = {
  /** As the document writes it: `application/json`, `text/*` … */
  readonly mediaType: string;
  readonly schema: Schema | undefined;
  /** The Media Type Object. */
  readonly location: Location;
  readonly schemaLocation: Location | undefined;
};

export type ResponseDeclaration = {
  /** `200`, a range such as `4XX`, or `default`. */
  readonly status: string;
  /** The Response Object, `$ref` followed. */
  readonly location: Location;
  readonly headers: readonly HeaderDeclaration[];
  readonly content: readonly Content[];
};

export type Body = {
  readonly required: boolean;
  readonly location: Location;
  readonly content: readonly Content[];
};

/**
 * What sending an operation can do: nothing (safe methods, RFC 9110 section 9.2.1), change or remove one thing that its path names,
 * create something that another operation removes, or create something that stays for good. `asks` is an unsafe request that by its name
 * only reads or lets somebody in, and may leave a trace; `destructive` may reach what a run did not create, or nobody can tell what it does.
 */
export type Effect = 'safe' | 'changes' | 'creates' | 'creates-permanently' | 'asks' | 'destructive';

export type Operation = {
  /** `GET /instances`: method and path template. */
  readonly key: string;
  readonly operationId: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly tags: readonly string[];
  readonly location: Location;
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  readonly responses: readonly ResponseDeclaration[];
  /**
   * The ways to be let in, each by the names of the security schemes whose credentials must come together (OpenAPI `security`, the
   * operation's before the root's). Empty where no credential is asked for.
   */
  readonly security: readonly (readonly string[])[];
  /** A credential is asked for: every way takes one. */
  readonly secured: boolean;
  /** One of the ways takes the scheme that the credential `key` serves. */
  readonly takesKey: boolean;
  readonly effect: Effect;
  /** Nothing in `x-assay` tells of it, so that its effect is inferred from the structure of the document: why it is that one. */
  readonly inferred?: { readonly why: string };
  /** Its answer holds a credential that is born there. */
  readonly issues?: true;
  /** The root's conventions, replaced one by one by the operation's own. */
  readonly conventions: Conventions;
  /** A defect of the document keeps it from being used: it is never tried, and every case that rests on it alone is skipped. */
  readonly unsupported?: Unsupported;
};

/** A list that can be read: where its items stand and how it is paged and filtered. */
export type Collection = {
  readonly operation: Operation;
  /** Runtime expressions; the first that gives an array wins. */
  readonly items: readonly string[];
  /** JSON pointers inside an item. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly state: string | undefined;
  /** Every documented way of paging; a server follows at least one completely. Empty where the list has no pages. */
  readonly pages: readonly Pages[];
  readonly filters: readonly Filter[];
};

type PageSizes = {
  /** The way of paging in `x-assay`. */
  readonly location: Location;
  readonly limit: Parameter;
  /** `default` and `maximum` of the limit parameter's schema, where printed. */
  readonly defaultSize: number | undefined;
  readonly maximumSize: number | undefined;
};

/** Pages that name the next one, with the parameters resolved. */
export type CursorPages = PageSizes & { readonly kind: 'cursor'; readonly convention: CursorPagination; readonly cursor: Parameter };

/** Pages that are counted, with the parameters resolved. */
export type NumberedPages = PageSizes & { readonly kind: 'page'; readonly convention: PageNumberPagination; readonly page: Parameter };

export type Pages = CursorPages | NumberedPages;

export type Filter = {
  readonly parameter: Parameter;
  /** JSON pointer inside an item to the value that is filtered by; undefined where the document does not print it. */
  readonly at: string | undefined;
  readonly compare: Comparison;
  /** In which a day begins; undefined where it may be any. */
  readonly zone: Zone | undefined;
  /** Every value that the document prints for it; undefined where values are open. */
  readonly values: readonly string[] | undefined;
};

/** A kind of thing the API manages: which operations create, list and remove it. */
export type ResourceType = {
  readonly name: string;
  readonly convention: ResourceConvention;
  /** The resource in `x-assay`. */
  readonly location: Location;
  readonly create: Operation | undefined;
  readonly read: Operation | undefined;
  readonly update: Operation | undefined;
  readonly collection: Collection | undefined;
  readonly remove: Operation | undefined;
  /** Members of the create body that must not repeat together; empty where nothing is promised. */
  readonly unique: readonly string[];
};

/**
 * A kind of thing that the structure of a document shows, without `x-assay`. It is there to try operations on things of our own and to remove
 * them; no promise follows from it.
 */
export type InferredResourceType = {
  /** Path of its collection. */
  readonly name: string;
  readonly create: Operation;
  readonly remove: Operation;
  /** Who gives the id: the service, to a POST, or the client, in the path of a PUT. */
  readonly named: 'by-service' | 'by-client';
  /** The last parameter in the path of `remove`. */
  readonly idParameter: string;
  /** Runtime expressions by which links of the creation's answers give the id (OpenAPI 3.1, Link Object). */
  readonly reported: readonly string[];
  /** Reads the collection. */
  readonly list: Operation | undefined;
};

/** Which promise a check at a place decides. */
export type Owner = {
  readonly requirement: Requirement;
  /** Pointer of the node that carries the id. */
  readonly node: string;
};

/** Everything the suite knows of an API. Immutable; made by `loadContract`. */
export type Contract = {
  readonly name: string;
  readonly title: string;
  /** The OpenAPI document, one file, with internal references only. */
  readonly document: Readonly<Record<string, unknown>>;
  /** Where the document was read from, for messages. */
  readonly source: string;
  /** SHA-256 of the document and the requirements, hexadecimal. */
  readonly digest: string;
  readonly operations: readonly Operation[];
  readonly collections: readonly Collection[];
  readonly resourceTypes: readonly ResourceType[];
  /** Kinds of things that only the structure of the document shows; checks that rest on `resources` never see them. */
  readonly inferred: readonly InferredResourceType[];
  /** Root conventions: they hold for answers outside every operation too. */
  readonly conventions: Conventions;
  /** Responses that any request may get (`x-assay.anywhere`), also outside every operation. */
  readonly anywhere: readonly ResponseDeclaration[];
  /** Where the credential `key` stands in a request. */
  readonly credentialPlacement: CredentialPlacement;
  /** Addresses the document prints as production. */
  readonly production: readonly string[];
  /** Those of its own ledger, and the standard ones it is held to. */
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** By the id of a check: the standard requirement that it decides where no other one does. Empty where the contract is held to its own alone. */
  readonly standard: ReadonlyMap<string, Requirement>;
  /** Judgeable requirements that no check decides yet. */
  readonly open: readonly string[];
  /** What is wrong with the document, in its order. */
  readonly problems: readonly Problem[];
};
