import { headerValues } from '../../contract/message.ts';
import type { Content, Contract, ResponseDeclaration } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { closestContents, isCsv, isJsonLines, isXml, isYaml, isJsonType, isJsonRange } from '../../contract/wire/media-type.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Location } from '../../model/location.ts';
import { describedResponses } from './described-responses.ts';

/** The notation in which a body is read, so that its values can be judged. */
export type Notation = 'json' | 'lines' | 'csv' | 'text';

/** A schema of an answer, and how the body is read. */
export type DescribedBody = { readonly location: Location; readonly notation: Notation };

/** The schemas that describe the JSON body of an answer, one for each declaration. */
export const schemasFor = (contract: Contract, exchange: Exchange): Location[] =>
  bodiesFor(contract, exchange).flatMap(([first]) => (first?.notation === 'json' ? [first.location] : []));

/** The schemas that describe the body of an answer: for each declaration those of which one has to hold. */
export const bodiesFor = (contract: Contract, exchange: Exchange): readonly (readonly DescribedBody[])[] => {
  const known = remembered.get(exchange);
  if (known?.contract === contract) return known.bodies;
  const bodies = findBodies(contract, exchange);
  remembered.set(exchange, { contract, bodies });
  return bodies;
};

/** Several checks ask about each answer. */
const remembered = new WeakMap<Exchange, { readonly contract: Contract; readonly bodies: readonly (readonly DescribedBody[])[] }>();

const findBodies = (contract: Contract, exchange: Exchange): (readonly DescribedBody[])[] => {
  const announced = headerValues(exchange, 'Content-Type')[0];
  return describedResponses(contract, exchange).map((response) => bodiesAnnounced(contract, response, announced));
};

const byAnnounced = new WeakMap<Contract, WeakMap<ResponseDeclaration, Map<string | undefined, readonly DescribedBody[]>>>();

/** Types that a server makes up are not remembered without end. */
const mostAnnounced = 100;
const longestRemembered = 200;

/** The schemas for the bodies of a declaration by the type that an answer announces: most answers announce the same. */
const bodiesAnnounced = (contract: Contract, response: ResponseDeclaration, announced: string | undefined): readonly DescribedBody[] => {
  const responses = byAnnounced.get(contract) ?? new WeakMap<ResponseDeclaration, Map<string | undefined, readonly DescribedBody[]>>();
  byAnnounced.set(contract, responses);
  const known = responses.get(response) ?? new Map<string | undefined, readonly DescribedBody[]>();
  responses.set(response, known);
  const before = known.get(announced);
  if (before) return before;
  const bodies = contentsFor(response, announced).flatMap((content) => described(contract, content, announced ?? content.mediaType));
  if (known.size < mostAnnounced && (announced ?? '').length <= longestRemembered) known.set(announced, bodies);
  return bodies;
};

/** The contents an answer is to be judged by: JSON, where it announces nothing that the document declares. */
const contentsFor = ({ content }: ResponseDeclaration, announced: string | undefined): readonly Content[] => {
  const closest = announced === undefined ? [] : closestContents(content, announced);
  if (closest.length > 0) return closest;
  const json = content.find(({ mediaType }) => isJsonType(mediaType));
  return json ? [json] : [];
};

const described = (contract: Contract, content: Content, announced: string): readonly DescribedBody[] => {
  const location = content.schemaLocation;
  const notation = notationOf(contract, content, announced);
  return location && notation ? [{ location, notation }] : [];
};

/** How a body of an announced type is read, where the schema of its content says something about it. */
const notationOf = ({ document }: Contract, { mediaType, schema }: Content, announced: string): Notation | undefined => {
  const resolved = resolvedSchema(document, schema ?? true);
  // The octets of a file have no JSON to judge, whatever its media type is.
  if (isObject(resolved) && resolved['format'] === 'binary' && !typesOf(resolved).includes('object')) return undefined;
  if (isJsonType(mediaType)) return 'json';
  if (isJsonRange(mediaType) && isJsonType(announced)) return 'json';
  const types = typesOf(resolved);
  const isStructured = types.some((type) => type === 'object' || type === 'array');
  if (isJsonLines(announced)) return isStructured ? 'lines' : undefined;
  if (isCsv(announced)) return types.length === 1 && types[0] === 'array' ? 'csv' : undefined;
  if (isXml(announced) || isYaml(announced) || announced.toLowerCase().startsWith('text/event-stream')) return undefined;
  const isText = /^text\//i.test(announced) && types.length > 0 && types.every((type) => scalar.has(type));
  return isText ? 'text' : undefined;
};

const scalar = new Set(['string', 'integer', 'number', 'boolean']);

/** The schemas of a response by which bodies are judged. A range is taken for what it contains. */
export const judgeableSchemas = (contract: Contract, { content }: ResponseDeclaration): Location[] =>
  content.flatMap((one) => {
    const announced = [one.mediaType, ...(isJsonRange(one.mediaType) ? ['application/json', 'text/plain'] : [])];
    const [first] = announced.flatMap((type) => described(contract, one, type));
    return first ? [first.location] : [];
  });
