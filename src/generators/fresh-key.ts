import { createHash } from 'node:crypto';
import type { Contract, Operation, Parameter } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import { wordsOf } from '../contract/infer/words.ts';
import { sentencesOf } from '../contract/infer/sentences.ts';
import { nodeOf } from '../model/location.ts';
import { toldChecksum, withToldChecksum } from './checksums.ts';
import { examplesOf } from './examples.ts';
import { freshText, lookalikeText } from './fresh-text.ts';
import { mayBeSent } from './request-match.ts';

/** Ways in which a kind of number may have no check characters for a text, so that another text is tried. */
const mostDraws = 8;

/** Digits that depend on a text alone. */
export const digitsFor = (text: string): string =>
  [...createHash('sha256').update(text).digest()].map((octet) => String(octet % 10)).join('');

/** What is printed for a parameter: at itself, at its schema. */
const printedFor = ({ document }: Pick<Contract, 'document'>, { schema, location }: Parameter): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  const own = isObject(node) ? [node['example'], ...(isObject(node['examples']) ? Object.values(node['examples']) : [])] : [];
  const values = own.map((one) => (isObject(one) ? one['value'] : one));
  return [...values, ...examplesOf(document, schema)].filter((one) => typeof one === 'string');
};

/** What texts say of the parameter: its own, and the sentences of the operation. */
const textsFor = (
  { document }: Pick<Contract, 'document'>,
  operation: Operation,
  { schema, location, name }: Parameter,
): readonly string[] => [
  name,
  ...saidIn(valueAt(document, nodeOf(location))),
  ...descriptionsIn(document, schema),
  // The operation may speak of other numbers as well.
  ...saidIn(valueAt(document, nodeOf(operation.location)))
    .flatMap(sentencesOf)
    .filter((sentence) => new RegExp(String.raw`\b${wordsOf(name).at(-1) ?? name}s?\b`, 'iu').test(sentence)),
];

/**
 * A new name in the form that a path parameter demands of what a PUT creates: with right check characters where the document speaks of a kind of number that has some
 * (ISO 6346, GTIN, IBAN, Luhn), else in the form of its pattern, else in the shape of what the document prints. Nothing shows that nobody has it: whoever uses it has to
 * read first that nothing is there. Undefined where no such name is found.
 */
export const freshKey = (
  contract: Pick<Contract, 'document'>,
  operation: Operation,
  parameter: Parameter,
  fresh: string,
): string | undefined => {
  const { document } = contract;
  const printed = printedFor(contract, parameter)[0];
  const told = toldChecksum(textsFor(contract, operation, parameter));
  const fits = (text: string | undefined): text is string => text !== undefined && mayBeSent(document, parameter.schema, text);
  const draws = told === undefined ? [] : Array.from({ length: mostDraws }, (_, n) => n);
  for (const draw of draws) {
    const seed = draw === 0 ? fresh : `${fresh} ${draw}`;
    const alike = printed === undefined ? undefined : lookalikeText(printed, seed);
    const made = told && withToldChecksum(told, digitsFor(seed), alike);
    if (fits(made)) return made;
  }
  const own = freshText(document, parameter.schema, fresh);
  const alike = printed === undefined ? undefined : lookalikeText(printed, fresh);
  return [own, alike].find((one) => fits(one) && one.length >= leastUnique);
};

/** Does the document say of what kind a name is: by a number with check characters that it speaks of. */
export const isOfKind = (contract: Pick<Contract, 'document'>, operation: Operation, parameter: Parameter): boolean =>
  toldChecksum(textsFor(contract, operation, parameter)) !== undefined;

/** A name with fewer characters may well be somebody's. */
const leastUnique = 6;
