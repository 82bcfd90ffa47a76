import { createHash } from 'node:crypto';
import { sentencesOf } from '../contract/infer/sentences.ts';
import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Operation, Parameter } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { parameterValues } from '../contract/wire/writing.ts';
import { nodeOf } from '../model/location.ts';
import { examplesOf } from './examples.ts';
import { mayBeSent } from './request-match.ts';

/** How the digest of a body is written into a parameter. */
export type BodyDigest = {
  /** What such a digest looks like. */
  readonly form: RegExp;
  /** The digest of the octets of a body. */
  readonly of: (octets: Uint8Array) => string;
};

type Algorithm = { readonly name: string; readonly said: RegExp; readonly octets: number };

/** Algorithms, by what names and texts call them. */
const algorithms: readonly Algorithm[] = [
  { name: 'sha256', said: /\bsha[ -]?2?[ -]?256\b/iu, octets: 32 },
  { name: 'sha512', said: /\bsha[ -]?2?[ -]?512\b/iu, octets: 64 },
  { name: 'sha384', said: /\bsha[ -]?384\b/iu, octets: 48 },
  { name: 'sha1', said: /\bsha[ -]?1\b/iu, octets: 20 },
  { name: 'md5', said: /\bmd[ -]?5\b/iu, octets: 16 },
];

/** Names of the registry of RFC 9530 (section 5), as fields with a digest write them. */
const registered: ReadonlyMap<string, string> = new Map([
  ['sha256', 'sha-256'],
  ['sha512', 'sha-512'],
  ['sha384', 'sha-384'],
  ['sha1', 'sha'],
  ['md5', 'md5'],
]);

type Writing = 'hex' | 'HEX' | 'base64' | 'base64url';

/** What stands around a digest: nothing, the name of the algorithm, or what RFC 3230 and RFC 9530 put there. */
const wrappings = (algorithm: string): readonly (readonly [before: string, after: string])[] => {
  const name = registered.get(algorithm) ?? algorithm;
  return [
    ['', ''],
    [`${algorithm}:`, ''],
    [`${algorithm}=`, ''],
    [`${name}:`, ''],
    [`${name}=`, ''],
    [`${name.toUpperCase()}=`, ''],
    [`${name}=:`, ':'],
  ];
};

const written = (digest: Buffer, writing: Writing): string => {
  if (writing === 'HEX') return digest.toString('hex').toUpperCase();
  return digest.toString(writing);
};

/** What one digest of so many octets looks like in a writing. */
const formOf = (octets: number, writing: Writing): string => {
  if (writing === 'hex' || writing === 'HEX') return `[0-9${writing === 'hex' ? 'a-f' : 'A-F'}]{${octets * 2}}`;
  const characters = Math.ceil((octets * 8) / 6);
  return writing === 'base64url' ? `[\\w-]{${characters}}` : `[A-Za-z0-9+/]{${characters}}={0,2}`;
};

/** The algorithm of a digest, by what names or texts call it; undefined where they name none, or another one than the name of a field does. */
export const algorithmSaid = (called: string, said: string): string | undefined =>
  (algorithms.find((one) => one.said.test(called)) ?? algorithms.find((one) => one.said.test(said)))?.name;

/**
 * Is a value, which is one whole digest by its length, that of certain octets; undefined where it is no such digest, or is written in a way that is not known: a part of one, a
 * version with something around it.
 */
export const isDigestOf = (digest: Buffer, value: string): boolean | undefined => {
  const bare = value
    .trim()
    .replace(/^W\//u, '')
    .replace(/^"(?<inner>.*)"$/u, '$<inner>');
  const writings = ['hex', 'HEX', 'base64', 'base64url'] as const;
  const raw = bare.replace(/^(?:(?:sha|md)-?\d+(?:-\d+)?)[:=-]/iu, '').replace(/^:(?<inner>.*):$/u, '$<inner>');
  const plain = raw.replace(/=+$/u, '');
  if (writings.some((one) => written(digest, one).replace(/=+$/u, '') === plain)) return true;
  return writings.some((one) => new RegExp(`^${formOf(digest.length, one)}$`, 'u').test(raw)) ? false : undefined;
};

/** Words for what is sent: the body itself, or the file that it is. */
const sent =
  '(?:body|payload|content|contents|file|upload|image|picture|photo|bytes|octets|binary|blob|data|document|archive|package|artifact|artefact|firmware|media|object)';
const ofSent = new RegExp(
  String.raw`\b(?:of|over|for) (?:the |its |this |your )?(?:[a-z-]+ ){0,2}?(?:body|request|${sent})\b|\b(?:fits?|match(?:es)?|equals?|agrees? with|corresponds? to) (?:the |that of the )?(?:[a-z-]+ )?${sent}\b|\b(?:body|payload|file|content)(?:'s)? (?:checksum|digest|hash|sha|md5)`,
  'iu',
);
const digestWords = /\b(?:checksum|digest|hash|sha|md)\b/iu;
/** A digest with a secret, one of something else, or of what was there before. */
const another =
  /\b(?:hmac|signature|signed|signing|secret|password|token|previous|current|existing|earlier|stored|old|last|parent|base64-encoded json)\b/iu;
const standardFields = /^(?:content-md5|digest|content-digest|repr-digest)$/iu;

/** What texts say of a parameter: its own description and that of its schema, sentence by sentence. */
const sentencesFor = ({ document }: Pick<Contract, 'document'>, parameter: Parameter): readonly string[] =>
  [...saidIn(valueAt(document, nodeOf(parameter.location))), ...descriptionsIn(document, parameter.schema)].flatMap(sentencesOf);

/** What the document prints for a parameter. */
const printedFor = ({ document }: Pick<Contract, 'document'>, { schema, location }: Parameter): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  const own = isObject(node) ? [node['example'], ...(isObject(node['examples']) ? Object.values(node['examples']) : [])] : [];
  return [...own.map((one) => (isObject(one) ? one['value'] : one)), ...examplesOf(document, schema)].filter(
    (one) => typeof one === 'string',
  );
};

const writingsSaid = (name: string, said: string): readonly Writing[] => {
  if (/\bbase-?64[ -]?url\b/iu.test(said)) return ['base64url'];
  if (/\bbase-?64\b/iu.test(said) || standardFields.test(name)) return ['base64'];
  const isUpper = /\b(?:upper-?case|capital)/iu.test(said);
  if (isUpper) return ['HEX'];
  return /\bhex/iu.test(said) ? ['hex', 'HEX'] : ['hex', 'HEX', 'base64', 'base64url'];
};

const readDigest = (contract: Pick<Contract, 'document'>, operation: Operation, parameter: Parameter): BodyDigest | undefined => {
  const { name } = parameter;
  if (operation.body === undefined || (parameter.in !== 'header' && parameter.in !== 'query')) return undefined;
  const sentences = sentencesFor(contract, parameter);
  const said = sentences.join(' ');
  const called = wordsOf(name).join(' ');
  const isStandard = parameter.in === 'header' && standardFields.test(name);
  const isCalled = digestWords.test(called) || algorithms.some((one) => one.said.test(called));
  const isTold = sentences.some(
    (one) => (isCalled || algorithms.some((some) => some.said.test(one)) || digestWords.test(one)) && ofSent.test(one),
  );
  const isOfSent =
    isStandard || isTold || (isCalled && sentences.length === 0 && new RegExp(String.raw`\b${sent}\b|\bchecksum\b`, 'iu').test(called));
  if (!isOfSent || another.test(called) || another.test(said)) return undefined;
  const algorithm =
    algorithms.find((one) => one.said.test(called)) ??
    algorithms.find((one) => one.said.test(said)) ??
    (isStandard && name.toLowerCase() !== 'content-md5' ? algorithms[0] : undefined);
  if (algorithm === undefined) return undefined;
  const printed = printedFor(contract, parameter);
  const { schema } = parameterValues(contract, parameter);
  const around = isStandard && !/md5/iu.test(name) ? wrappings(algorithm.name).slice(4).toReversed() : wrappings(algorithm.name);
  const candidates = around.flatMap(([before, after]) =>
    writingsSaid(name, said).map((writing): BodyDigest => ({
      form: new RegExp(`^${before}${formOf(algorithm.octets, writing)}${after}$`, 'u'),
      of: (octets) => `${before}${written(createHash(algorithm.name).update(octets).digest(), writing)}${after}`,
    })),
  );
  const usable = candidates.filter((one) => mayBeSent(contract.document, schema, one.of(new Uint8Array())));
  return usable.find(({ form }) => printed.some((one) => form.test(one))) ?? usable[0];
};

/** Every request asks for it. */
const known = new WeakMap<Parameter, { readonly found: BodyDigest | undefined }>();

/**
 * How a parameter takes the digest of the body that it goes with: "SHA-256 of the body in lower-case hex", a `Content-MD5`, a `Content-Digest` (RFC 9530). By the algorithm that its name or its
 * description has, and the writing that it is told to have, or that its schema and what is printed for it allow. Undefined where it is told to be no digest of what is sent.
 */
export const bodyDigest = (contract: Pick<Contract, 'document'>, operation: Operation, parameter: Parameter): BodyDigest | undefined => {
  const { found } = known.get(parameter) ?? { found: readDigest(contract, operation, parameter) };
  known.set(parameter, { found });
  return found;
};
