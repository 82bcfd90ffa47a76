import type { Contract, Schema } from '../../model.ts';
import { descriptionsIn, itemsOf, membersOf } from '../schema-parts.ts';
import { wordsOf } from '../words.ts';
import type { Expression } from './expression.ts';

type Document = Contract['document'];

/** "In hundredths of a cent", "per 1,000", "basis points", "in thousands": the number is so many of something else than its name says. */
const part =
  /\b(?:tenths?|hundredths?|thousandths?|ten[ -]thousandths?|millionths?|micro-?(?:cents?|units?|euros?|dollars?)|per (?:100|1,?000|hundred|thousand|dozen|million|mille)|basis points?|in (?:tens|hundreds|thousands|millions)|(?:in|as an?) (?:whole )?(?:percent(?:ages?)?|per cent))\b|^(?:percent(?:age)?|per cent)\b/iu;

/** Last words of names that say so. */
const partNames: ReadonlySet<string> = new Set(['percent', 'percentage', 'pct', 'bps', 'permille']);

/** What says of a number how it is rounded, or how another one is counted. */
const besides = /\([^()]*\)|,? \brounded\b[^.;]*/giu;

const minor = /\bcents?\b|\bpence\b|\bpenny\b|\bminor (?:currency )?units?\b|\bsmallest (?:currency )?unit\b/iu;
const major = /\b(?:in|whole|full) (?:whole |full )?(?:euros?|dollars?|pounds?|francs?|major units?)\b/iu;

/** In which unit a number is counted, as far as its name or its description says that; undefined where they do not. */
export const scaleOf = (document: Document, name: string, schema: Schema): string | undefined => {
  const texts = descriptionsIn(document, schema);
  const said = texts.map((text) => part.exec(text.trim().replaceAll(besides, ''))?.[0]).find((one) => one !== undefined);
  if (said !== undefined) return said.toLowerCase();
  const last = wordsOf(name).at(-1) ?? '';
  if (partNames.has(last)) return last;
  const all = [wordsOf(name).join(' '), ...texts];
  return all.some((text) => minor.test(text)) ? 'minor' : all.some((text) => major.test(text)) ? 'major' : undefined;
};

const isMoney = (scale: string): boolean => scale === 'minor' || scale === 'major';

const isFactor = (one: Expression): boolean => one.kind === 'number' && one.value !== 1;

/** Does an expression multiply or divide by a number, which may bring one unit to another. */
const converts = (expression: Expression): boolean =>
  ((expression.kind === '*' || expression.kind === '/') && (isFactor(expression.left) || isFactor(expression.right))) ||
  ('left' in expression && (converts(expression.left) || converts(expression.right))) ||
  ('of' in expression && converts(expression.of));

/** A number by its name and its schema. */
export type NamedNumber = readonly [name: string, schema: Schema];

/** Are all of some numbers counted in one unit, as far as their names and descriptions tell; a number without one, such as a quantity, goes with cents and with euros. */
export const shareScale = (document: Document, numbers: readonly NamedNumber[]): boolean => {
  const scales = new Set(numbers.map(([name, schema]) => scaleOf(document, name, schema)));
  const told = [...scales].filter((one) => one !== undefined);
  return told.length <= 1 && (scales.size === 1 || told.every(isMoney));
};

const numbersIn = (document: Document, schema: Schema, expression: Expression): readonly NamedNumber[] => {
  const members = membersOf(document, schema);
  if (expression.kind === 'member') return [[expression.name, members.get(expression.name) ?? true]];
  if ('left' in expression) return [...numbersIn(document, schema, expression.left), ...numbersIn(document, schema, expression.right)];
  const items = 'of' in expression ? itemsOf(document, members.get(expression.list) ?? true) : undefined;
  return items === undefined || !('of' in expression) ? [] : numbersIn(document, items, expression.of);
};

/**
 * Are a number and what it is made of counted in one unit, as far as the document tells: not cents that are made of a price "in hundredths of a cent" without a number that
 * brings one to the other.
 * @param schema That of the object that has the number.
 * @param member The name of the number.
 */
export const areOfOneScale = (document: Document, schema: Schema, member: string, expression: Expression): boolean =>
  converts(expression) ||
  shareScale(document, [[member, membersOf(document, schema).get(member) ?? true], ...numbersIn(document, schema, expression)]);
