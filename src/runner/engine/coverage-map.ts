import { schemasFor } from '../../checks/subjects/described-schemas.ts';
import type { Admissions } from '../../contract/admission.ts';
import { keyScheme } from '../../contract/credential-placement.ts';
import { answerOf, headerValues, jsonOf } from '../../contract/message.ts';
import { essenceOf, isJsonType } from '../../contract/wire/media-type.ts';
import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { declarationFor } from '../../contract/responses.ts';
import { branchesOf, listedValues } from '../../contract/schema/branches.ts';
import { nodeOf } from '../../model/location.ts';
import type { AnswerPart, OperationCoverage, Part, Share } from '../../model/coverage.ts';
import type { CellsSeen } from '../../model/coverage-seen.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';

/** What one operation was sent and what came back: everything of its entry in the map but what follows from verdicts. */
export type Cells = Omit<OperationCoverage, 'state' | 'why' | 'judged'>;

/** The cells of the map of one operation, filled while a run goes on. */
export type OperationCells = {
  /** Call once for every exchange with the operation at the base URL. */
  saw(exchange: Exchange): void;
  isAnswered(): boolean;
  cells(): Cells;
  /** What was seen so far, for {@link OperationCells.absorb}. */
  seen(): CellsSeen;
  /** Takes over what another part of a split run saw of the operation. */
  absorb(other: CellsSeen): void;
};

/** Most statuses and media types that are named though no document has them. */
const mostUndocumented = 8;

/** Most unseen values, and most unseen branches, that are named. */
const mostUnseen = 20;

/** Answers of one operation whose branches are looked at. */
const mostLookedAt = 100;

/** The branches of one schema that answers showed, and the first status that came with it. */
type Looked = { readonly status: number; readonly names: ReadonlySet<string>; readonly shown: Set<string> };

/** @param admissions Those of the contract, decided once for all operations. */
export const createCells = (contract: Contract, operation: Operation, admissions: Admissions): OperationCells => {
  let requests = 0;
  let answered = 0;
  const statuses = new Set<string>();
  const others = new Set<string>();
  const sent = new Set<string>();
  const left = new Set<string>();
  const used = new Map<string, Set<string>>();
  const requestTypes = new Set<string>();
  const responseTypes = new Set<string>();
  const otherTypes = new Set<string>();
  const security = new Set<string>();
  const branches = new Map<string, Looked>();

  const valuesOf = new Map(
    operation.parameters.flatMap((parameter) => {
      const listed = listedValues(contract.document, nodeOf(parameter.schemaLocation));
      return listed.length === 0 ? [] : [[nameOf(parameter), listed] as const];
    }),
  );

  const sawRequest = (request: PlannedRequest, fields: Exchange['sent']['headers']): void => {
    for (const parameter of operation.parameters) {
      const name = nameOf(parameter);
      const texts = textsOf(parameter, request, fields);
      (texts === undefined ? left : sent).add(name);
      if (texts === undefined || texts.length === 0) continue;
      const listed = valuesOf.get(name);
      if (listed === undefined) continue;
      const values = used.get(name) ?? new Set<string>();
      used.set(name, values);
      for (const text of texts) if (listed.includes(text)) values.add(text);
    }
    const type = bodyType(request);
    if (type !== undefined)
      for (const { mediaType } of operation.body?.content ?? []) if (fits(mediaType, type)) requestTypes.add(mediaType);
    const way = wayOf(request);
    if (way !== undefined) security.add(way);
  };

  /** The alternative that a valid credential belongs to; empty where it is none of the document. */
  let usualWay: string | undefined;
  const alternativeOf = (): string => {
    // Where no operation requires a credential, the key is sent as its own scheme says.
    const schemes = new Set(
      admissions.passesFor(operation.key).map(({ scheme }) => (scheme === '' ? keyScheme(contract.document) : scheme)),
    );
    const alternative = operation.security.find((names) => names.length === schemes.size && names.every((name) => schemes.has(name)));
    return alternative === undefined ? '' : alternativeName(alternative);
  };

  const wayOf = ({ credential, faults }: PlannedRequest): string | undefined => {
    if (faults.some((fault) => fault.startsWith('credential-'))) return undefined;
    if (credential.kind === 'none') return alternativeName([]);
    if (credential.kind !== 'valid' && credential.kind !== 'issued') return undefined;
    return (usualWay ??= alternativeOf());
  };

  const sawAnswer = (exchange: Exchange, status: number): void => {
    answered += 1;
    const declared = declarationFor(operation.responses, status);
    if (declared) statuses.add(declared.status);
    else if (!declarationFor(contract.anywhere, status) && others.size < mostUndocumented) others.add(String(status));
    const type = essenceOf(headerValues(exchange, 'Content-Type')[0] ?? '');
    if (type !== '' && (answerOf(exchange)?.bodyBytes ?? 0) > 0) {
      const fitting = (declared?.content ?? []).filter(({ mediaType }) => fits(mediaType, type));
      for (const { mediaType } of fitting) responseTypes.add(mediaType);
      if (fitting.length === 0 && isMediaType(type) && otherTypes.size < mostUndocumented) otherTypes.add(type);
    }
    const body = jsonOf(exchange);
    // Error objects are the same at every operation; their branches would hide those of the data.
    if (declared === undefined || body === undefined || status >= 400 || answered > mostLookedAt) return;
    for (const location of schemasFor(contract, exchange)) {
      const pointer = nodeOf(location);
      const schema = branchesOf(contract.document, pointer);
      const known: Looked = branches.get(pointer) ?? { status, names: schema.names, shown: new Set() };
      branches.set(pointer, known);
      if (known.shown.size === known.names.size) continue;
      for (const name of schema.shownBy(body)) known.shown.add(name);
    }
  };

  return {
    saw(exchange) {
      requests += 1;
      sawRequest(exchange.request, exchange.sent.headers);
      const answer = answerOf(exchange);
      if (answer) sawAnswer(exchange, answer.status);
    },
    isAnswered: () => answered > 0,
    seen: () => ({
      requests,
      answered,
      statuses: [...statuses],
      otherStatuses: [...others],
      sent: [...sent],
      left: [...left],
      values: Array.from(used, ([name, values]) => [name, [...values]] as const),
      requestTypes: [...requestTypes],
      responseTypes: [...responseTypes],
      otherTypes: [...otherTypes],
      security: [...security],
      branches: Array.from(branches, ([schema, { status, shown }]) => ({ schema, status, shown: [...shown] })),
    }),
    absorb(other) {
      requests += other.requests;
      answered += other.answered;
      addAll(statuses, other.statuses);
      addAll(others, other.otherStatuses, mostUndocumented);
      addAll(sent, other.sent);
      addAll(left, other.left);
      addAll(requestTypes, other.requestTypes);
      addAll(responseTypes, other.responseTypes);
      addAll(otherTypes, other.otherTypes, mostUndocumented);
      addAll(security, other.security);
      for (const [name, values] of other.values) {
        const own = used.get(name) ?? new Set<string>();
        used.set(name, own);
        addAll(own, values);
      }
      for (const { schema, status, shown } of other.branches) {
        const known: Looked = branches.get(schema) ?? { status, names: branchesOf(contract.document, schema).names, shown: new Set() };
        branches.set(schema, known);
        addAll(known.shown, shown);
      }
    },
    cells() {
      const parameters = operation.parameters.map(nameOf);
      const optional = new Set(operation.parameters.filter(({ required }) => !required).map(nameOf));
      const types = new Set(operation.responses.flatMap(({ content }) => content.map(({ mediaType }) => mediaType)));
      return {
        operation: operation.key,
        requests,
        statuses: answerPart(
          operation.responses.map(({ status }) => status),
          statuses,
          others,
        ),
        parameters: { ...part(parameters, sent), always: parameters.filter((one) => sent.has(one) && optional.has(one) && !left.has(one)) },
        values: [...valuesOf].map(([parameter, listed]) => ({ parameter, ...share(listed, used.get(parameter) ?? new Set()) })),
        requestTypes: part(operation.body?.content.map(({ mediaType }) => mediaType) ?? [], requestTypes),
        responseTypes: answerPart([...types], responseTypes, otherTypes),
        security: part(operation.security.map(alternativeName), security),
        branches: branchShare([...branches.values()]),
      };
    },
  };
};

const addAll = (to: Set<string>, from: readonly string[], most = Infinity): void => {
  for (const one of from) if (to.size < most) to.add(one);
};

const nameOf = ({ in: where, name }: Parameter): string => `${where} ${name}`;

const alternativeName = (schemes: readonly string[]): string => (schemes.length === 0 ? 'none' : schemes.join(' + '));

const part = (documented: readonly string[], seen: ReadonlySet<string>): Part => ({
  seen: documented.filter((one) => seen.has(one)),
  unseen: documented.filter((one) => !seen.has(one)),
});

const answerPart = (documented: readonly string[], seen: ReadonlySet<string>, others: ReadonlySet<string>): AnswerPart => ({
  ...part(documented, seen),
  undocumented: [...others].sort(),
});

const share = (documented: readonly string[], seen: ReadonlySet<string>): Share => {
  const unseen = documented.filter((one) => !seen.has(one));
  return { seen: documented.length - unseen.length, of: documented.length, unseen: unseen.slice(0, mostUnseen) };
};

const branchShare = (all: readonly Looked[]): Share => {
  const unseen = all.flatMap(({ status, names, shown }) =>
    [...names].filter((name) => !shown.has(name)).map((name) => `${status} ${name.trimStart()}`),
  );
  const of = all.reduce((sum, { names }) => sum + names.size, 0);
  return { seen: of - unseen.length, of, unseen: unseen.slice(0, mostUnseen) };
};

/** The texts of a parameter as it was sent; undefined where it was left out. */
const textsOf = (
  { in: where, name }: Parameter,
  { pathValues, query, headers, parameters = [] }: PlannedRequest,
  fields: Exchange['sent']['headers'],
): readonly string[] | undefined => {
  const written = parameters.filter((one) => one.in === where && one.name === name).flatMap(({ value }) => flat(value));
  if (where === 'path') return [...written, ...(pathValues[name] === undefined ? [] : [pathValues[name]])];
  const pairs = where === 'query' ? query.filter(([one]) => one === name) : [];
  const own = where === 'header' ? [...headers, ...fields].filter(([one]) => one.toLowerCase() === name.toLowerCase()) : pairs;
  const texts = [...written, ...own.flatMap(([, text]) => [text, ...text.split(',')])];
  return texts.length > 0 || parameters.some((one) => one.in === where && one.name === name) ? texts : undefined;
};

const flat = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.flatMap(flat) : isPrimitive(value) ? [String(value)] : [];

const isPrimitive = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The media type of a body that was sent; undefined where there was none. */
const bodyType = ({ body }: PlannedRequest): string | undefined =>
  body === undefined ? undefined : essenceOf(body.mediaType ?? 'application/json');

/** Nothing else that a server writes into the field is repeated in a report. */
const isMediaType = (type: string): boolean => /^[a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,60}$/u.test(type);

/** Whether a sent type is that, or of the range, of the document. All JSON types count as equal (RFC 6839). */
const fits = (documented: string, sent: string): boolean => {
  const wanted = essenceOf(documented);
  if (wanted === sent || wanted === '*/*' || (isJsonType(wanted) && isJsonType(sent))) return true;
  return wanted.endsWith('/*') && sent.startsWith(wanted.slice(0, -1));
};
