import { parseExpression } from '../contract/expression.ts';
import type { Contract, Operation, Parameter } from '../contract/model.ts';
import { producersOf } from '../contract/operation.ts';
import { valueAt } from '../contract/pointer.ts';
import { nodeOf } from '../model/location.ts';
import { examplesOf } from './examples.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';

/** Characters at the end of an id that are replaced: at least sixteen million ids have the same shape. */
const replaced = 6;

/** Gives `count` hexadecimal digits that are the same in every run with one seed. */
export type Digits = (label: string, count: number) => string;

/**
 * An id of the same shape as another: its last six letters and digits are replaced by drawn ones of the same kind (a digit by a digit, a to
 * f by one of a to f, another letter by a letter of its case). Undefined where it has fewer than six, because then the result may well
 * exist.
 */
export const lookalikeId = (id: string, digits: Digits): string | undefined => {
  const original = Array.from(id);
  const characters = [...original];
  const positions = [...original.keys()].filter((index) => /[0-9A-Za-z]/.test(original[index] ?? '')).slice(-replaced);
  if (positions.length < replaced) return undefined;
  const [first] = positions;
  for (let draw = 0; draw < 8; draw++) {
    const drawn = digits(`unknown-id-${draw}`, replaced * 2);
    for (const [n, index] of positions.entries()) {
      const number = Number.parseInt(drawn.slice(n * 2, n * 2 + 2), 16);
      // A number with a leading 0 may be read as a shorter one, which may exist.
      const leading = index === first && index === 0;
      characters[index] = sameKind(original[index] ?? '', number, leading);
    }
    const made = characters.join('');
    if (made !== id) return made;
  }
  return undefined;
};

const sameKind = (character: string, number: number, leading: boolean): string => {
  const draw = (alphabet: string): string => alphabet[number % alphabet.length] ?? '';
  if (/\d/.test(character)) return draw(leading ? '123456789' : '0123456789');
  if (/[a-f]/.test(character)) return draw('abcdef');
  if (/[A-F]/.test(character)) return draw('ABCDEF');
  return /[a-z]/.test(character) ? draw('abcdefghijklmnopqrstuvwxyz') : draw('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
};

/**
 * An id that names nothing, in the form of one that does. Where so few characters can vary that the result may well exist, it gets longer:
 * after the word that it begins with (`prj_`), or as a number. Undefined for a short name, whose form is free.
 */
export const unknownLike = (id: string, digits: Digits): string | undefined => {
  const isNumber = /^\d+$/.test(id);
  if (isNumber && id.length < 12) return String(1_000_000_000 + Number.parseInt(digits('unknown-id', 7), 16));
  const [, word = '', rest = id] = /^([A-Za-z]+[^0-9A-Za-z]+)(.+)$/.exec(id) ?? [];
  const varying = Array.from(rest).filter((character) => /[0-9A-Za-z]/.test(character)).length;
  if (varying >= replaced) return lookalikeId(id, digits);
  if (word === '') return undefined;
  const drawn = digits('unknown-id', 12);
  const isCount = /^\d+$/.test(rest);
  return word + (isCount ? String(100_000_000_000 + (Number.parseInt(drawn, 16) % 900_000_000_000)) : drawn);
};

/** An id that no server has: of the shape of one that the document prints for a path parameter, else by its type. */
export const madeUpId = (contract: Contract, operation: Operation, parameter: Parameter, digits: Digits): string => {
  const printed = printedIds(contract, operation, parameter).find((one) => typeof one === 'string' || typeof one === 'number');
  const alike = printed === undefined ? undefined : lookalikeId(String(printed), digits);
  if (alike !== undefined) return alike;
  const schema = resolvedSchema(contract.document, parameter.schema);
  if (typesOf(schema).includes('integer')) return String(1_000_000_000 + Number.parseInt(digits('unknown-id', 7), 16));
  return `ct-${digits('unknown-id', 10)}`;
};

/** Examples of the parameter itself, then those of the responses that links take it from. */
const printedIds = (contract: Contract, operation: Operation, parameter: Parameter): unknown[] => {
  const schema = resolvedSchema(contract.document, parameter.schema);
  const printed = (node: unknown): readonly unknown[] => examplesOf(contract.document, node);
  const own = [valueAt(contract.document, nodeOf(parameter.location)), schema].flatMap(printed);
  const linked = producersOf(contract, operation, parameter.name).flatMap(({ operation: producer, expression }) => {
    const parsed = parseExpression(expression);
    if (parsed?.from !== 'response-body') return [];
    const media = producer.responses.flatMap(({ content }) => content.map(({ location }) => valueAt(contract.document, nodeOf(location))));
    return media.flatMap(printed).map((example) => valueAt(example, parsed.pointer));
  });
  return [...own, ...linked];
};
