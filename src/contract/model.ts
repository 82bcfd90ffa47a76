import type { Location } from '../model/location.ts';
import type { InferredWord } from '../model/case.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Suggestion } from './infer/conventions/convention.ts';
import type { Problem, Unsupported } from './problem.ts';
import type { SpotOf } from './read-document.ts';
import type { Positions } from './source.ts';
import type { PlainForm } from './wire/plain-form.ts';
import type { CredentialPlacement } from './credential-placement.ts';
import type {
  Comparison,
  Conventions,
  CursorPagination,
  LinkPagination,
  OffsetPagination,
  PageNumberPagination,
  ResourceConvention,
  Zone,
} from './conventions.ts';

/** A schema as the document has it: an object with keywords, or true/false. */
export type Schema = boolean | Readonly<Record<string, unknown>>;

export type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  /** A header field that most operations require alike, so that it says nothing of what a single one is about. */
  readonly common?: true;
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
  /** Of the body of a request that is a form of plain members: how they are written. */
  readonly form?: PlainForm;
  /** Of the body of a request: JSON pointer of the value of `schema` in the whole body, where that holds it in a member (`{"article": {…}}`). */
  readonly inside?: string;
  /** Of the body of a request: the choice (`oneOf`, `anyOf`) that `schema` is one alternative of. */
  readonly choice?: { readonly schema: Schema; readonly schemaLocation: Location };
  /** Of the body of a change: names of its members that only other alternatives have, where the creation's body is a choice. */
  readonly ofOtherKinds?: ReadonlySet<string>;
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
  /** The body as the document describes it, where some of `content` is only what it holds in a member. */
  readonly whole?: Body;
};

/**
 * What a request to an operation can do:
 * - `safe`: it changes nothing (RFC 9110 section 9.2.1).
 * - `changes`: it changes or removes the resource that its path names.
 * - `creates`: it creates a resource that another operation removes.
 * - `creates-permanently`: it creates a resource that no operation removes.
 * - `asks`: its method is not safe, but by its name it only reads or signs in; it may leave a trace.
 * - `destructive`: it may reach resources that the run did not create, or its effect is unknown.
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
   * The alternatives of OpenAPI `security` (the operation's before the root's), each with the names of the security schemes whose
   * credentials are sent together. Empty where no credential is required.
   */
  readonly security: readonly (readonly string[])[];
  /** A credential is required: every alternative takes one. */
  readonly secured: boolean;
  /** One of the alternatives takes the scheme that the credential `key` belongs to. */
  readonly takesKey: boolean;
  readonly effect: Effect;
  /** Set where `x-assay` does not describe the operation and its effect is inferred from the structure of the document: the reason. */
  readonly inferred?: {
    readonly why: string;
    /** The word in its name that says that it ends, restarts or empties the whole service. */
    readonly ends?: string;
    /** The word in its name that says that what it creates reaches further, such as a payment: it needs the permission `destructive` as well. */
    readonly reaches?: string;
    /** It acts on the one resource that its path names, as far as its name and its body tell, and writes to nobody. */
    readonly onOne?: true;
    /** Of what no operation removes by itself: its parent is removed together with it, as the document says. */
    readonly goesWithParent?: true;
    /** With a mistake in its body it may be about everything there is, where its path names no resource: it may do more than add what the body brings. */
    readonly boundless?: true;
    /** It sets the one thing of its kind that there is, `/settings`, whose GET shows every member that the body may have: what was there before can be written back. */
    readonly single?: true;
    /** It takes a list of entries of which each says what is to be done: without them it does nothing, or no more than to what its path names. */
    readonly byEntries?: true;
  };
  /** A PUT or PATCH that does something with the resource above its path, and sets no part of it: `PUT /kennels/{kennelId}/close`. */
  readonly acts?: true;
  /** A POST that changes the members that its body names, and keeps the others, as PATCH does: `POST /kennels/{kennelId}`. */
  readonly patches?: true;
  /** Its answer holds a credential that the server issues there. */
  readonly issues?: true;
  /** The root's conventions, replaced one by one by the operation's own. */
  readonly conventions: Conventions;
  /** A defect of the document prevents its use: it is never called, and every case that depends on it alone is skipped. */
  readonly unsupported?: Unsupported;
};

/** A list that can be read: where its items are, and how it is paged and filtered. */
export type Collection = {
  readonly operation: Operation;
  /** Runtime expressions; the first that gives an array counts. */
  readonly items: readonly string[];
  /** JSON pointers inside an item. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly state: string | undefined;
  /** Every documented pagination style; a server follows at least one completely. Empty where the list has no pages. */
  readonly pages: readonly Pages[];
  readonly filters: readonly Filter[];
};

type PageSizes = {
  /** The pagination style in `x-assay`. */
  readonly location: Location;
  /** Sets the size of a page; undefined where the server alone chooses it. */
  readonly limit: Parameter | undefined;
  /** `default` and `maximum` of the limit parameter's schema, where it has them. */
  readonly defaultSize: number | undefined;
  readonly maximumSize: number | undefined;
  /** The style is inferred, so that less is taken for granted. */
  readonly isInferred: boolean;
  /** The smallest page size that is documented as supported; undefined where a server may replace small sizes by a larger one, as documents often do not say. */
  readonly leastSize: number | undefined;
};

/** Cursor pagination, with the parameters resolved. */
export type CursorPages = PageSizes & { readonly kind: 'cursor'; readonly convention: CursorPagination; readonly cursor: Parameter };

/** Pagination by links. */
export type LinkPages = PageSizes & { readonly kind: 'link'; readonly convention: LinkPagination };

/** Pagination by the position of a page: its number, or how many items are before it. */
export type CountedPages = PageSizes & {
  readonly kind: 'page' | 'offset';
  readonly convention: PageNumberPagination | OffsetPagination;
  readonly position: Parameter;
  /** The position of the first page, where it does not report another one. */
  readonly first: number;
};

export type Pages = CursorPages | LinkPages | CountedPages;

export type Filter = {
  readonly parameter: Parameter;
  /** JSON pointer inside an item to the value that the filter compares; undefined where it is not documented. */
  readonly at: string | undefined;
  /** JSON pointers to further texts that a search looks at. */
  readonly also: readonly string[];
  readonly compare: Comparison;
  /** An item with the bound itself is within it, where the bound is a number. */
  readonly isIncluded: boolean;
  /** A bound leaves out the items that show no number. */
  readonly isShownOnly: boolean;
  /** The time zone in which a day begins; undefined where it may be any. */
  readonly zone: Zone | undefined;
  /** It is inferred, so that less is taken for granted. */
  readonly isInferred: boolean;
  /** The documented values; undefined where any value is allowed. */
  readonly values: readonly string[] | undefined;
};

/** A resource type that `x-assay` declares under `resources`: the operations that create, read, list, change and remove its resources. */
export type ResourceType = {
  readonly name: string;
  /** Set where the declaration is only inferred: how a run tells which resources are its own. */
  readonly presumed?: InferredResourceType | LastingResourceType;
  readonly convention: ResourceConvention;
  /** Its declaration in `x-assay`. */
  readonly location: Location;
  readonly create: Operation | undefined;
  readonly read: Operation | undefined;
  readonly update: Operation | undefined;
  readonly collection: Collection | undefined;
  readonly remove: Operation | undefined;
  /** Members of the create body whose values together must be unique; empty where that is not documented. */
  readonly unique: readonly string[];
};

/**
 * A resource type that is inferred from the structure of a document, without `x-assay`. A run uses it to create resources of its own, to
 * try operations on them and to remove them. No requirement follows from it.
 */
export type InferredResourceType = {
  /** Path of its collection. */
  readonly name: string;
  readonly create: Operation;
  readonly remove: Operation;
  /** Who chooses the id: the server, when it answers a POST, or the client, in the path of a PUT. */
  readonly idChosenBy: 'server' | 'client';
  /** The last parameter in the path of one resource. */
  readonly idParameter: string;
  /**
   * Where the client chooses the id among those of another type: the name of that type. `PUT /albums/{albumId}/photos/{photoId}` links one of `/photos` to an
   * album, and makes nothing that has a name of its own.
   */
  readonly linked?: string;
  /** Runtime expressions for the id, from the links of the answers to the creation (OpenAPI 3.1, Link Object). */
  readonly idExpressions: readonly string[];
  /** The operation that reads the collection. */
  readonly list: Operation | undefined;
};

/**
 * The same without a removal: a run creates few of them, for operations that nothing else makes possible, and says in its report that they stay.
 * None has the name of a type whose resources can be removed.
 */
export type LastingResourceType = Omit<InferredResourceType, 'remove'> & {
  /** An operation whose path names one of them. Where the document has none, it stands for that in the list which shows them, and is none of the contract. */
  readonly item: Operation;
};

/** The requirement that a check decides at a location. */
export type Owner = {
  readonly requirement: Requirement;
  /** Pointer of the node that has the requirement's id. */
  readonly node: string;
  /** The inferred words that a standard requirement rests on; absent where there are none. */
  readonly inferred?: readonly InferredWord[];
};

/** Everything the suite knows of an API. Immutable; made by `loadContract`. */
export type Contract = {
  readonly name: string;
  readonly title: string;
  /** The OpenAPI document, one file, with internal references only. */
  readonly document: Readonly<Record<string, unknown>>;
  /** The path of the document, for messages. */
  readonly source: string;
  /** SHA-256 of the document and the requirements, hexadecimal. */
  readonly digest: string;
  readonly operations: readonly Operation[];
  readonly collections: readonly Collection[];
  /** The resource types that `x-assay` declares. */
  readonly resourceTypes: readonly ResourceType[];
  /**
   * Resource types whose declaration is inferred. What may be changed, what is the run's and how it is cleaned up never follows from them, but from
   * `inferredResourceTypes`.
   */
  readonly presumedResourceTypes: readonly ResourceType[];
  /** Resource types that only the structure of the document shows. Checks of `resourceTypes` never use them. */
  readonly inferredResourceTypes: readonly InferredResourceType[];
  readonly lastingResourceTypes: readonly LastingResourceType[];
  /** Conventions of the root: they apply to answers outside every operation too. */
  readonly conventions: Conventions;
  /** Responses that any request may get (`x-assay.anywhere`), also outside every operation. */
  readonly anywhere: readonly ResponseDeclaration[];
  /** Where a request carries the credential `key`. */
  readonly credentialPlacement: CredentialPlacement;
  /** Addresses that the document gives for production. */
  readonly production: readonly string[];
  /** Those of its own ledger, and the standard ones it is held to. */
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** By the id of a check: the standard requirement that it decides where no other one does. Empty where the contract is held to its own alone. */
  readonly standard: ReadonlyMap<string, Requirement>;
  /** By the id of a check: what a survey asks by it, where nothing else needs the check. Empty where none is asked for. */
  readonly survey: ReadonlyMap<string, Requirement>;
  /** Judgeable requirements that no check decides yet. */
  readonly open: readonly string[];
  /** Its own ledger, for messages: the ids of its requirements in their order. Absent where it has none. */
  readonly ledger?: Positions & { readonly ids: readonly string[] };
  /** Words of `x-assay` that assay inferred: in `document` already, and in no file. */
  readonly suggestions: readonly Suggestion[];
  /** What is wrong with the document, in its order. */
  readonly problems: readonly Problem[];
  /**
   * Where a node is written. A file below the working directory has its path from there, any other one its whole path. The first call for a file
   * reads its positions, which takes about a second for 10 MB; so only findings ask.
   */
  readonly spotOf: SpotOf;
};
