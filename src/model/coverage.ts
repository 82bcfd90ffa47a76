/** Something that only the operator can supply, by its name in config and flags. */
export type Prerequisite = {
  readonly kind: 'permission' | 'credential' | 'fixture' | 'setting';
  /** Of a setting the JSON pointer to it below the target in the config. */
  readonly name: string;
};

export const prerequisiteKinds = ['permission', 'credential', 'fixture', 'setting'] as const satisfies readonly Prerequisite['kind'][];

/** Identifies a prerequisite. A value for one parameter of a path serves every operation below that path. */
export const prerequisiteKey = (one: Prerequisite): string => {
  const value = pathValueOf(one);
  return value === undefined ? `${one.kind} ${one.name}` : `value ${value.path}`;
};

/** Of a missing value of a parameter in a path its name, and the path template up to it; undefined for any other prerequisite. */
export const pathValueOf = ({ kind, name }: Prerequisite): { readonly parameter: string; readonly path: string } | undefined => {
  if (kind !== 'setting' || !name.startsWith('/values/')) return undefined;
  const [, , operation = '', parameter = '', ...deeper] = name.split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (deeper.length > 0) return undefined;
  const [, path = ''] = operation.split(' ');
  const at = path.indexOf(`{${parameter}}`);
  return at < 0 ? undefined : { parameter, path: path.slice(0, at + parameter.length + 2) };
};

/** Operations that were not exercised for the same reason, and for lack of the same prerequisites. */
export type Unexercised = {
  readonly reason: string;
  /** What the operator has to supply so that they can be called; absent where that would not help. */
  readonly lacks?: readonly Prerequisite[];
  /** Their keys, in the order of the document. */
  readonly operations: readonly string[];
};

/** What a run saw of the documented values of one kind, in the order of the document. */
export type Part = { readonly seen: readonly string[]; readonly unseen: readonly string[] };

/** A {@link Part} that a server may exceed. `undocumented` has the first few values that the document does not have. */
export type AnswerPart = Part & { readonly undocumented: readonly string[] };

/** How many of many documented values a run saw; `unseen` names the first of the others. */
export type Share = { readonly seen: number; readonly of: number; readonly unseen: readonly string[] };

export const operationStates = ['exercised', 'reached', 'unreached'] as const;
/**
 * - `exercised`: a request without faults, with a valid credential where the operation requires one, got a success (2xx; 1xx or 3xx where the
 *   operation documents those), also with a status that it does not document.
 * - `reached`: no request exercised it, but one was answered.
 * - `unreached`: no request to it was answered, or none was sent.
 */
export type OperationState = (typeof operationStates)[number];

/** What a run sent to an operation and saw of it. It has only texts of the document, statuses and media types, never a value that was sent. */
export type OperationCoverage = {
  readonly operation: string;
  readonly state: OperationState;
  readonly requests: number;
  /** Cases that passed or failed because of requests to it. */
  readonly judged: number;
  /** Why it was not exercised, else why nothing was judged; absent where it was exercised and judged. */
  readonly why?: string;
  /** As the document writes them: `200`, `4XX`, `default`. */
  readonly statuses: AnswerPart;
  /** `query limit`. `always` names those of `seen` that are optional and were never left out. */
  readonly parameters: Part & { readonly always: readonly string[] };
  /** The listed values (`enum`) of each parameter that has some. */
  readonly values: readonly (Share & { readonly parameter: string })[];
  /** Media types of request bodies. */
  readonly requestTypes: Part;
  /** Media types of answers. */
  readonly responseTypes: AnswerPart;
  /** Alternatives of `security`: the names of their schemes with ` + ` between them, or `none`. */
  readonly security: Part;
  /** Branches of the schemas of the documented answers below 400 that came. */
  readonly branches: Share;
};

/** How much of a contract a run exercised, reached and judged. See {@link OperationState}. */
export type Coverage = {
  /** Operations of the contract that the user selected. */
  readonly operations: number;
  readonly exercised: number;
  /** Those that answered at all, the exercised ones included. */
  readonly reached: number;
  /** Operations that `--only` or `--skip` left out; they are in no other number and not in the map. */
  readonly notSelected: number;
  readonly unexercised: readonly Unexercised[];
  /** Given credentials that no operation requires or no request used. */
  readonly unusedCredentials: readonly { readonly name: string; readonly reason: string }[];
  /** One entry for each selected operation, in the order of the document. */
  readonly map: readonly OperationCoverage[];
};
